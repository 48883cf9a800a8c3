import type { CallCount } from '../../../calls/ports/call-history.ts'
import { addDays, insightDays } from '../calendar-days.ts'
import { toPercent } from '../call-metrics.ts'
import { countOf, findFirst, toCallEvidence } from '../said.ts'
import type { InsightRule } from './insight-rule.ts'

const fewestCalls = 10
/** Share of all calls that makes an hour a peak, in percent; an even day would give each open hour about 10. */
const peakPercent = 30

/** One hour of the day takes a large share of the calls. */
export const demandPeakHour: InsightRule = {
  key: 'demand_peak_hour',
  find: ({ counts, calls, today, calendar }) => {
    const first = addDays(today, 1 - insightDays)
    const byHour = countByHour(counts.filter(({ day, direction }) => day >= first && direction === 'inbound'))
    const total = byHour.reduce((sum, count) => sum + count, 0)
    const peak = Math.max(...byHour)
    const hour = byHour.indexOf(peak)
    const percent = total === 0 ? 0 : toPercent(peak, total)
    if (total < fewestCalls || percent < peakPercent) return undefined
    const hourOf = createHourOf(calendar.timeZone)
    return {
      title: 'One hour of the day takes a large share of your calls',
      detail: `${percent} % of the ${countOf(total, 'call')} that came in did so in the hour that begins at ${hour} o'clock: ${peak} of them.`,
      evidence: toCallEvidence(
        findFirst(calls, (call) => call.direction === 'inbound' && hourOf(call.startedAt) === hour),
      ),
      figures: { peak_hour: hour, peak_hour_calls: peak, peak_hour_percent: percent, calls_inbound: total },
    }
  },
}

function countByHour(counts: readonly CallCount[]): readonly number[] {
  const byHour = Array.from({ length: 24 }, () => 0)
  for (const { hour, calls } of counts) byHour[hour] = (byHour[hour] ?? 0) + calls
  return byHour
}

/** One format for all calls: making one takes longer than using it a thousand times. */
function createHourOf(timeZone: string): (moment: Date) => number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
  return (moment) => Number(format.format(moment))
}
