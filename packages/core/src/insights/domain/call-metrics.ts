import type { CallCount, CallOutcome } from '../../calls/ports/call-history.ts'
import { addDays, insightDays, trendWeeks } from './calendar-days.ts'
import type { Metrics, WeekTrend } from './insight.ts'
import type { Booking, InsightMaterial } from './insight-facts.ts'

const answeredOutcomes: ReadonlySet<CallOutcome | null> = new Set(['answered', 'transferred'])
const missedOutcomes: ReadonlySet<CallOutcome | null> = new Set(['no_answer', 'busy', 'failed', 'voicemail'])

/** True when a person or the agent spoke with the caller. */
export function isAnswered({ outcome }: { readonly outcome: CallOutcome | null }): boolean {
  return answeredOutcomes.has(outcome)
}

/** True for a call that came in and that nobody took. */
export function isMissed({ direction, outcome }: Pick<CallCount, 'direction' | 'outcome'>): boolean {
  return direction === 'inbound' && missedOutcomes.has(outcome)
}

/** The numbers of the last 30 days that every text may use. */
export function toCallMetrics({ counts, calls, bookings, today }: InsightMaterial): Metrics {
  const first = addDays(today, 1 - insightDays)
  const recent = counts.filter(({ day }) => day >= first)
  const answered = sum(recent.filter(isAnswered))
  const missed = sum(recent.filter(isMissed))
  return {
    days: insightDays,
    calls: sum(recent),
    calls_answered: answered,
    calls_missed: missed,
    calls_missed_outside_hours: sum(recent.filter((count) => isMissed(count) && count.isWithinHours === false)),
    calls_transferred: sum(recent.filter(({ outcome }) => outcome === 'transferred')),
    calls_transcribed: recent.reduce((total, { transcribed }) => total + transcribed, 0),
    calls_read: calls.filter(({ turns }) => turns.length > 0).length,
    ...(answered + missed === 0 ? {} : { answered_percent: toPercent(answered, answered + missed) }),
    bookings: bookings.filter(({ day }) => day >= first).length,
  }
}

/** Seven days each, oldest first. */
export function toWeekTrends(
  counts: readonly CallCount[],
  bookings: readonly Booking[],
  today: string,
): readonly WeekTrend[] {
  return Array.from({ length: trendWeeks }, (_, index) => {
    const to = addDays(today, -7 * (trendWeeks - 1 - index))
    const from = addDays(to, -6)
    const isWithin = ({ day }: { readonly day: string }) => day >= from && day <= to
    const own = counts.filter(isWithin)
    const [answered, missed] = [sum(own.filter(isAnswered)), sum(own.filter(isMissed))]
    const answeredPercent = answered + missed === 0 ? null : toPercent(answered, answered + missed)
    return { from, to, calls: sum(own), answered, missed, answeredPercent, booked: bookings.filter(isWithin).length }
  })
}

/** Whole percent. */
export function toPercent(part: number, whole: number): number {
  return Math.round((100 * part) / whole)
}

function sum(counts: readonly CallCount[]): number {
  return counts.reduce((total, { calls }) => total + calls, 0)
}
