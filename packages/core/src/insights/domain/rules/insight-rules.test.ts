import { describe, expect, it } from 'vitest'

import type { BusinessHours } from '../../../contract/dashboard.ts'
import type { HistoryCall } from '../../../calls/ports/call-history.ts'
import { buildCall, buildFacts, buildMissedCall } from '../../testkit/insight-facts-builder.ts'
import { applyRules } from '../apply-rules.ts'
import { restsOnMetrics } from '../claim-numbers.ts'
import type { InsightFacts, InsightMaterial } from '../insight-facts.ts'
import { insightRules } from './insight-rules.ts'

interface RuleCase {
  readonly rule: string
  readonly why: string
  readonly facts: InsightFacts
}

const visitor = '+13125550142'
const day = (date: string, hour = 18) => new Date(`${date}T${String(hour).padStart(2, '0')}:00:00Z`)
const closed = (changes: Partial<HistoryCall> = {}) => buildMissedCall({ isWithinHours: false, ...changes })
const many = (count: number, make: () => HistoryCall) => Array.from({ length: count }, make)
const facts = (calls: readonly HistoryCall[], changes?: Partial<InsightMaterial> & { hours?: BusinessHours }) =>
  buildFacts(calls, changes)
const booking = { customerName: 'Dana Reyes', day: '2026-01-15', createdAt: new Date('2026-01-15T18:05:00Z') }
const priceTalk = (answer: string) => buildCall(['user: How much is a drain cleaning?', `agent: ${answer}`])
const silence = (seconds: number) => {
  const [first, second] = buildCall(['user: One moment, I will look.', 'agent: Sure.']).turns
  return buildCall([], {
    turns: [
      { ...first!, startSeconds: 10 },
      { ...second!, startSeconds: 10 + seconds },
    ],
  })
}
const twoWeeks = (answeredLastWeek: number) => [
  ...many(8, () => buildCall(['user: Hi.'], { startedAt: day('2026-01-20') })),
  ...many(answeredLastWeek, () => buildCall(['user: Hi.'], { startedAt: day('2026-01-28') })),
  ...many(8 - answeredLastWeek, () => buildMissedCall({ startedAt: day('2026-01-28') })),
]

const found: readonly RuleCase[] = [
  {
    rule: 'missed_calls_after_hours',
    why: 'two missed while closed',
    facts: facts([closed(), closed(), buildMissedCall()]),
  },
  {
    rule: 'repeat_caller_unanswered',
    why: 'two tries in vain',
    facts: facts([buildMissedCall({ person: visitor }), buildMissedCall({ person: visitor })]),
  },
  {
    rule: 'price_question_unanswered',
    why: 'no figure given',
    facts: facts([priceTalk('Someone will call you back.')]),
  },
  {
    rule: 'booking_lost',
    why: 'asked, and nothing in the calendar',
    facts: facts([buildCall(['user: Can you send someone tomorrow?', 'agent: I will pass it on.'])]),
  },
  { rule: 'complaint', why: 'angry words', facts: facts([buildCall(['user: This is unacceptable, nobody came.'])]) },
  {
    rule: 'transfer_requested_not_made',
    why: 'a person was wanted',
    facts: facts([buildCall(['user: Can I talk to a real person?', 'agent: I can help you.'])]),
  },
  { rule: 'long_silence', why: 'half a minute', facts: facts([silence(35)]) },
  {
    rule: 'demand_peak_hour',
    why: 'all calls in one hour',
    facts: facts(many(12, () => buildCall(['user: Hi.']))),
  },
  {
    rule: 'new_service_asked_for',
    why: 'not on the list',
    facts: facts(
      many(2, () => buildCall(['user: Do you install water heaters?'])),
      { services: ['Leak repair', 'Drain cleaning'] },
    ),
  },
  { rule: 'success_rate_drop', why: 'from all to half', facts: facts(twoWeeks(4)) },
]

const notFound: readonly RuleCase[] = [
  {
    rule: 'missed_calls_after_hours',
    why: 'missed while open',
    facts: facts(many(3, () => buildMissedCall({ isWithinHours: true }))),
  },
  { rule: 'missed_calls_after_hours', why: 'hours not known', facts: facts(many(3, () => buildMissedCall())) },
  {
    rule: 'missed_calls_after_hours',
    why: 'answered while closed',
    facts: facts(many(3, () => buildCall([], { isWithinHours: false }))),
  },
  {
    rule: 'repeat_caller_unanswered',
    why: 'called back',
    facts: facts([
      buildMissedCall({ person: visitor }),
      buildMissedCall({ person: visitor }),
      buildCall([], { person: visitor, direction: 'outbound' }),
    ]),
  },
  {
    rule: 'repeat_caller_unanswered',
    why: 'hidden numbers are not one person',
    facts: facts([buildMissedCall({ person: null }), buildMissedCall({ person: null })]),
  },
  { rule: 'price_question_unanswered', why: 'a figure was given', facts: facts([priceTalk('It is 120 dollars.')]) },
  {
    rule: 'price_question_unanswered',
    why: 'the agent asked',
    facts: facts([buildCall(['agent: How much is the leak?'])]),
  },
  {
    rule: 'booking_lost',
    why: 'booked under the number',
    facts: facts([buildCall(['user: Can you come out today?'], { person: visitor })], {
      bookings: [{ ...booking, callId: null, phone: visitor }],
    }),
  },
  {
    rule: 'booking_lost',
    why: 'nothing was asked for',
    facts: facts([buildCall(['user: Did I get my invoice?'])]),
  },
  { rule: 'complaint', why: 'content', facts: facts([buildCall(['user: That was great, thank you.'])]) },
  { rule: 'complaint', why: 'the agent apologises', facts: facts([buildCall(['agent: How frustrating.'])]) },
  {
    rule: 'transfer_requested_not_made',
    why: 'put through',
    facts: facts([buildCall(['user: Transfer me, please.'], { outcome: 'transferred' })]),
  },
  { rule: 'long_silence', why: 'a short pause', facts: facts([silence(15)]) },
  { rule: 'long_silence', why: 'no times known', facts: facts([buildCall(['user: Hi.', 'agent: Hello.'])]) },
  { rule: 'demand_peak_hour', why: 'too few calls', facts: facts(many(9, () => buildCall(['user: Hi.']))) },
  {
    rule: 'demand_peak_hour',
    why: 'spread over the day',
    facts: facts(
      Array.from({ length: 12 }, (_, hour) => buildCall(['user: Hi.'], { startedAt: day('2026-01-15', 8 + hour) })),
    ),
  },
  {
    rule: 'new_service_asked_for',
    why: 'on the list',
    facts: facts(
      many(2, () => buildCall(['user: Do you clean drains?'])),
      { services: ['Drain cleaning'] },
    ),
  },
  {
    rule: 'new_service_asked_for',
    why: 'no list to compare with',
    facts: facts(many(2, () => buildCall(['user: Do you install water heaters?']))),
  },
  { rule: 'success_rate_drop', why: 'a week as the one before', facts: facts(twoWeeks(8)) },
  {
    rule: 'success_rate_drop',
    why: 'no week before',
    facts: facts(many(8, () => buildMissedCall({ startedAt: day('2026-01-28') }))),
  },
]

const find = ({ rule, facts: given }: RuleCase) => insightRules.find(({ key }) => key === rule)?.find(given)

describe('the rules', () => {
  it.each(found)('$rule finds: $why', (given) => {
    const finding = find(given)
    expect(finding).toBeDefined()
    expect(finding?.evidence.length).toBeGreaterThan(0)
  })

  it.each(notFound)('$rule finds nothing: $why', (given) => {
    expect(find(given)).toBeUndefined()
  })

  it('have one positive and one negative case each, at least', () => {
    const keys = insightRules.map(({ key }) => key)
    expect(new Set(found.map(({ rule }) => rule))).toEqual(new Set(keys))
    expect(new Set(notFound.map(({ rule }) => rule))).toEqual(new Set(keys))
  })

  it.each(found)('$rule quotes verbatim, and states no number beside its figures', ({ rule, facts: given }) => {
    const report = applyRules(given)
    const insight = report.insights.find((candidate) => candidate.rule === rule)
    const words = new Map(given.calls.map(({ id, turns }) => [id, turns.map(({ content }) => content)]))
    for (const { callId, quote } of insight?.evidence ?? [])
      expect(quote === '' || words.get(callId)?.some((content) => content.includes(quote))).toBe(true)
    expect(restsOnMetrics(`${insight?.title} ${insight?.detail}`, insight?.metrics ?? [], report.metrics)).toBe(true)
  })

  it('give the same report for the same facts', () => {
    for (const { facts: given } of found) expect(applyRules(given)).toEqual(applyRules(given))
  })

  it('take time in proportion to a hostile text', () => {
    const pieces = ['make a ', 'do you install ', 'speak to a ', 'how ', 'no one ', 'a'.repeat(40), "x' -"]
    const timeOf = (length: number) => {
      const calls = pieces.map((piece) => buildCall([`user: ${piece.repeat(length / piece.length)}`]))
      const given = facts(calls, { services: ['Drains'] })
      const times = Array.from({ length: 3 }, () => {
        const start = performance.now()
        applyRules(given)
        return performance.now() - start
      })
      return Math.min(...times)
    }
    // Quadratic time would take 100 times as long.
    expect(timeOf(200_000)).toBeLessThan(40 * Math.max(timeOf(20_000), 2))
  })
})

describe('applyRules', () => {
  it('shows the last six weeks with their numbers, the last one ending today', () => {
    const { weeks } = applyRules(
      facts(twoWeeks(6), { bookings: [{ ...booking, callId: null, phone: null, day: '2026-01-29' }] }),
    )
    expect(weeks).toHaveLength(6)
    expect(weeks.slice(-2)).toEqual([
      { from: '2026-01-17', to: '2026-01-23', calls: 8, answered: 8, missed: 0, answeredPercent: 100, booked: 0 },
      { from: '2026-01-24', to: '2026-01-30', calls: 8, answered: 6, missed: 2, answeredPercent: 75, booked: 1 },
    ])
    expect(weeks[0]).toMatchObject({ from: '2025-12-20', calls: 0, answeredPercent: null })
  })

  it('counts the last 30 days only', () => {
    const calls = [buildCall(['user: Hi.']), buildCall(['user: Hi.'], { startedAt: day('2025-12-28') })]
    expect(applyRules(facts(calls)).metrics).toMatchObject({ calls: 1, calls_transcribed: 1, answered_percent: 100 })
  })
})
