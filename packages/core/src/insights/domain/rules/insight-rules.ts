import { bookingLost } from './booking-lost.ts'
import { complaint } from './complaint.ts'
import { demandPeakHour } from './demand-peak-hour.ts'
import type { InsightRule } from './insight-rule.ts'
import { longSilence } from './long-silence.ts'
import { missedCallsAfterHours } from './missed-calls-after-hours.ts'
import { newServiceAskedFor } from './new-service-asked-for.ts'
import { priceQuestionUnanswered } from './price-question-unanswered.ts'
import { repeatCallerUnanswered } from './repeat-caller-unanswered.ts'
import { successRateDrop } from './success-rate-drop.ts'
import { transferRequestedNotMade } from './transfer-requested-not-made.ts'

/** Version of the rules below: part of what a result is a result of. */
export const rulesVersion = '1'

/** In the order in which their findings are shown: what costs business first. */
export const insightRules: readonly InsightRule[] = [
  bookingLost,
  repeatCallerUnanswered,
  complaint,
  missedCallsAfterHours,
  successRateDrop,
  transferRequestedNotMade,
  priceQuestionUnanswered,
  newServiceAskedFor,
  longSilence,
  demandPeakHour,
]
