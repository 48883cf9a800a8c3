import { isMissed } from '../call-metrics.ts'
import { toCallEvidence } from '../said.ts'
import { startOfLocalDay } from '../calendar-days.ts'
import type { InsightRule } from './insight-rule.ts'

const fewestCalls = 5
/** Points of percent that a week may lose by chance. */
const dropPoints = 10

/** Fewer calls were answered than in the week before. */
export const successRateDrop: InsightRule = {
  key: 'success_rate_drop',
  find: ({ weeks, calls, calendar }) => {
    const [before, last] = weeks.slice(-2)
    if (before?.answeredPercent == null || last?.answeredPercent == null) return undefined
    if (before.answered + before.missed < fewestCalls || last.answered + last.missed < fewestCalls) return undefined
    const points = before.answeredPercent - last.answeredPercent
    if (points < dropPoints) return undefined
    const lastWeek = startOfLocalDay(last.from, calendar.timeZone)
    return {
      title: 'Fewer calls are answered than a week ago',
      detail: `${last.answeredPercent} % of the calls of the last seven days were answered, ${points} points less than the ${before.answeredPercent} % of the week before.`,
      evidence: toCallEvidence(calls.filter((call) => isMissed(call) && call.startedAt >= lastWeek)),
      figures: {
        answered_percent_last_week: last.answeredPercent,
        answered_percent_week_before: before.answeredPercent,
        answered_percent_drop: points,
        week_days: 7,
      },
    }
  },
}
