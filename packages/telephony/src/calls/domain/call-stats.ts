import { toDaysUpTo } from '../../paging/domain/calendar-day.ts'
import type { CallStats } from '../ports/call-log.ts'

/** Days that the figures show, and how many of them make the week. */
export const statsDays = 14
const weekDays = 7

/** A call whose end never came counts as live for so long. */
export const longestLiveMs = 4 * 3_600_000

/** Calls of one day. */
export type DayCounts = { readonly calls: number; readonly finished: number; readonly answered: number }

export function toCallStats(countsByDay: ReadonlyMap<string, DayCounts>, today: string, liveCalls: number): CallStats {
  const days = toDaysUpTo(today, statsDays).map((date) => ({ date, ...(countsByDay.get(date) ?? nothing) }))
  const week = days.slice(-weekDays)
  const sum = (field: keyof DayCounts) => week.reduce((total, day) => total + day[field], 0)
  const finished = sum('finished')
  return {
    callsToday: days.at(-1)?.calls ?? 0,
    callsLast7Days: sum('calls'),
    answeredShare: finished === 0 ? null : sum('answered') / finished,
    liveCalls,
    days: days.map(({ date, calls }) => ({ date, calls })),
  }
}

const nothing: DayCounts = { calls: 0, finished: 0, answered: 0 }
