import { isMissed, toPercent } from '../call-metrics.ts'
import { countOf, toCallEvidence } from '../said.ts'
import type { InsightRule } from './insight-rule.ts'

const fewest = 2

/** People call while the business is closed, and nobody takes the call. */
export const missedCallsAfterHours: InsightRule = {
  key: 'missed_calls_after_hours',
  find: ({ metrics, calls }) => {
    const { calls_missed_outside_hours: outside = 0, calls_missed: missed = 0 } = metrics
    if (outside < fewest) return undefined
    const percent = toPercent(outside, missed)
    return {
      title: 'Calls are missed outside your opening hours',
      detail: `${countOf(outside, 'call')} came in while you were closed and were not taken: ${percent} % of the ${missed} missed.`,
      evidence: toCallEvidence(calls.filter((call) => isMissed(call) && call.isWithinHours === false)),
      figures: {
        calls_missed_outside_hours: outside,
        calls_missed: missed,
        calls_missed_outside_hours_percent: percent,
      },
    }
  },
}
