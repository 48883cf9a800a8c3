import { toDaysUpTo } from '../../calendar/domain/calendar-day.ts'
import type { CallStats } from '../ports/call-log.ts'
import type { CallOutcome } from './call-facts.ts'
import { toSuccessRate } from './call-outcome.ts'

/** Days that the figures show, and how many of them make the week. */
export const statsDays = 14
const weekDays = 7

/** A call whose end never came counts as live for so long. */
export const longestLiveMs = 4 * 3_600_000

/** Calls by outcome; an outcome that is not there had none. */
export type OutcomeCounts = Readonly<Partial<Record<CallOutcome, number>>>

/** Calls of one day: all of them, and those that ended by outcome. */
export type DayCounts = { readonly calls: number; readonly outcomes: OutcomeCounts }

export function toCallStats(countsByDay: ReadonlyMap<string, DayCounts>, today: string, liveCalls: number): CallStats {
  const days = toDaysUpTo(today, statsDays).map((date) => ({ date, ...(countsByDay.get(date) ?? nothing) }))
  const week = days.slice(-weekDays)
  const outcomes = addOutcomes(week.map((day) => day.outcomes))
  return {
    callsToday: days.at(-1)?.calls ?? 0,
    callsLast7Days: week.reduce((total, { calls }) => total + calls, 0),
    answeredShare: toAnsweredShare(outcomes),
    successRate: toSuccessRate(outcomes),
    liveCalls,
    days: days.map(({ date, calls }) => ({ date, calls })),
  }
}

const nothing: DayCounts = { calls: 0, outcomes: {} }

function toAnsweredShare(outcomes: OutcomeCounts): number | null {
  const finished = Object.values(outcomes).reduce((total, calls) => total + calls, 0)
  return finished === 0 ? null : ((outcomes.answered ?? 0) + (outcomes.transferred ?? 0)) / finished
}

function addOutcomes(counts: readonly OutcomeCounts[]): OutcomeCounts {
  const total: Partial<Record<CallOutcome, number>> = {}
  for (const [outcome, calls] of counts.flatMap((each) => Object.entries(each) as [CallOutcome, number][]))
    total[outcome] = (total[outcome] ?? 0) + calls
  return total
}
