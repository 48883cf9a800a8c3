import type { CallCount, CallId, HistoryCall } from '@cloudgreet/core'
import { applyRules, toInsightFacts } from '@cloudgreet/core/insights'

import { compare } from './compare.ts'

const count = 10_000
const turnsOfCall = 12
const said = [
  'I would like to know when you are open on Saturday, please.',
  'The water in the basement comes back every time that it rains.',
  'How much do you charge for a visit to the house?',
  'Nobody called me back yesterday, and I have been waiting all day.',
  'Yes, that is right, and the gate is open in the morning.',
  'Can you send someone to look at the boiler this week?',
]

const startedAt = Date.parse('2026-01-15T18:00:00Z')
const calls = Array.from({ length: count }, (_, index) => toCall(index))
const characters = calls.reduce(
  (total, { turns }) => total + turns.reduce((sum, { content }) => sum + content.length, 0),
  0,
)
const counts: readonly CallCount[] = [
  {
    day: '2026-01-15',
    hour: 12,
    direction: 'inbound',
    outcome: 'answered',
    isWithinHours: true,
    calls: count,
    transcribed: count,
  },
]
const facts = toInsightFacts({
  calendar: { timeZone: 'America/Chicago', hours: null },
  services: ['Leak repair', 'Drain cleaning'],
  today: '2026-01-30',
  counts,
  calls,
  bookings: [],
})

await compare(
  `Ten rules over ${count} transcripts, ${Math.round(characters / 1_000)} kB`,
  { name: 'one scan of the same text', run: scanOnce },
  [{ name: '@cloudgreet/core, all rules', run: () => applyRules(facts).insights.length }],
)

/** The least that reading the words takes: one search through every turn. */
function scanOnce(): number {
  let found = 0
  for (const { turns } of calls) for (const { content } of turns) if (/\bunheard-of\b/i.test(content)) found += 1
  return found
}

function toCall(index: number): HistoryCall {
  return {
    id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}` as CallId,
    direction: 'inbound',
    person: `+1312555${String(index % 10_000).padStart(4, '0')}`,
    outcome: 'answered',
    startedAt: new Date(startedAt - index * 60_000),
    durationMs: 90_000,
    isWithinHours: true,
    turns: Array.from({ length: turnsOfCall }, (_, place) => ({
      role: place % 2 === 0 ? ('agent' as const) : ('user' as const),
      content: `${said[(index + place) % said.length]} ${said[(index * 7 + place) % said.length]}`,
      startSeconds: place * 8,
    })),
  }
}
