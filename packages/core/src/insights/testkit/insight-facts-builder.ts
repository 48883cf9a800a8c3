import type { TranscriptTurn } from '../../contract/conversations.ts'
import type { BusinessHours } from '../../contract/dashboard.ts'
import type { CallCount, HistoryCall } from '../../calls/ports/call-history.ts'
import type { CallId } from '../../kernel/domain/ids.ts'
import { toInsightFacts } from '../domain/apply-rules.ts'
import { toLocalDay } from '../domain/calendar-days.ts'
import type { InsightFacts, InsightMaterial } from '../domain/insight-facts.ts'

/** The day that the built facts call today. */
export const factsToday = '2026-01-30'
const timeZone = 'America/Chicago'
let lastCall = 0

/** `user: words` and `agent: words`, one turn each. */
export type Line = `${TranscriptTurn['role']}: ${string}`

/** An answered call of this many lines on 15 January 2026 at noon, with what the test says instead. */
export function buildCall(lines: readonly Line[], changes: Partial<HistoryCall> = {}): HistoryCall {
  lastCall += 1
  return {
    id: `00000000-0000-7000-8000-${String(lastCall).padStart(12, '0')}` as CallId,
    direction: 'inbound',
    person: `+1312555${String(100 + (lastCall % 100)).padStart(4, '0')}`,
    outcome: 'answered',
    startedAt: new Date('2026-01-15T18:00:00Z'),
    durationMs: 60_000,
    isWithinHours: null,
    turns: lines.map((line) => toTurn(line)),
    ...changes,
  }
}

/** A call that nobody took. */
export function buildMissedCall(changes: Partial<HistoryCall> = {}): HistoryCall {
  return buildCall([], { outcome: 'no_answer', durationMs: null, ...changes })
}

/** Facts about these calls, counted as the history would count them. */
export function buildFacts(
  calls: readonly HistoryCall[],
  changes: Partial<InsightMaterial> & { readonly hours?: BusinessHours } = {},
): InsightFacts {
  const { hours = null, ...material } = changes
  return toInsightFacts({
    calendar: { timeZone, hours },
    services: [],
    today: factsToday,
    counts: calls.map(toCount),
    calls,
    bookings: [],
    ...material,
  })
}

function toTurn(line: Line): TranscriptTurn {
  const end = line.indexOf(': ')
  return { role: line.slice(0, end) as TranscriptTurn['role'], content: line.slice(end + 2), startSeconds: null }
}

function toCount({ startedAt, direction, outcome, isWithinHours, turns }: HistoryCall): CallCount {
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(startedAt),
  )
  const day = toLocalDay(startedAt, timeZone)
  return { day, hour, direction, outcome, isWithinHours, calls: 1, transcribed: turns.length > 0 ? 1 : 0 }
}
