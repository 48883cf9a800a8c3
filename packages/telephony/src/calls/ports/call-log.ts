import type { BusinessId } from '@cloudgreet/core'
import type { Call, CallDetail } from '@cloudgreet/core/contract'

import type { Page, PageQuery } from '../../paging/domain/page-cursor.ts'

/** Figures of a business's calls. Days are calendar days in the business's time zone. */
export interface CallStats {
  readonly callsToday: number
  /** Today and the six days before. */
  readonly callsLast7Days: number
  /** Share of those that ended and were answered or transferred, 0 to 1; null when none ended. */
  readonly answeredShare: number | null
  /** Going on now; a call whose end never came counts for four hours. */
  readonly liveCalls: number
  /** Today last; 14 days, also those without a call. `date` is `YYYY-MM-DD`. */
  readonly days: readonly { readonly date: string; readonly calls: number }[]
}

/** What a business's calls were. Every member sees that business's calls only. */
export interface CallLog {
  /**
   * Newest first, by the start of the call.
   *
   * @throws {InvalidArgumentError} on a cursor that no list gave out
   */
  list(business: BusinessId, page: PageQuery): Promise<Page<Call>>

  /** With its words; undefined when the business has no such call. */
  get(business: BusinessId, callId: string): Promise<CallDetail | undefined>

  /**
   * In a constant number of queries, whatever the number of calls.
   *
   * @param at - `now`: the moment that decides what today is; `timeZone`: an IANA name
   */
  stats(business: BusinessId, at: { readonly now: Date; readonly timeZone: string }): Promise<CallStats>
}
