import type { BusinessId, Page, PageQuery } from '@cloudgreet/core'
import type { Call, CallDetail, CallSummary } from '@cloudgreet/core/contract'

import type { CallDirection, CallOutcome } from '../domain/call-facts.ts'

/** Figures of a business's calls. Days are calendar days in the business's time zone. */
export interface CallStats {
  readonly callsToday: number
  /** Today and the six days before. */
  readonly callsLast7Days: number
  /** Share of those that ended and were answered or transferred, 0 to 1; null when none ended. */
  readonly answeredShare: number | null
  /** Of the same days; see `toSuccessRate`. */
  readonly successRate: number | null
  /** Going on now; a call whose end never came counts for four hours. */
  readonly liveCalls: number
  /** Today last; 14 days, also those without a call. `date` is `YYYY-MM-DD`. */
  readonly days: readonly { readonly date: string; readonly calls: number }[]
}

/** The time that calls began in. */
export type CallPeriod = {
  /** Inclusive. */
  readonly from?: Date | undefined
  /** Exclusive. */
  readonly to?: Date | undefined
}

/** Which calls are wanted; each field given narrows the choice. */
export type CallFilter = CallPeriod & {
  readonly outcome?: CallOutcome | undefined
  readonly direction?: CallDirection | undefined
  /** `false`: only those that ended without ever having connected; `true`: all others. */
  readonly connected?: boolean | undefined
}

/** What a business's calls were. Every member sees that business's calls only. */
export interface CallLog {
  /**
   * Newest first, by the start of the call.
   *
   * @throws {InvalidCursorError}
   */
  list(business: BusinessId, page: PageQuery & CallFilter): Promise<Page<Call>>

  /** With its words; undefined when the business has no such call. */
  get(business: BusinessId, callId: string): Promise<CallDetail | undefined>

  /**
   * In a constant number of queries, whatever the number of calls.
   *
   * @param at - `now`: the moment that decides what today is; `timeZone`: an IANA name
   */
  stats(business: BusinessId, at: { readonly now: Date; readonly timeZone: string }): Promise<CallStats>

  /** Outcomes and success rate of the calls that began in the period; of all calls without one. */
  summary(business: BusinessId, period: CallPeriod): Promise<CallSummary>
}
