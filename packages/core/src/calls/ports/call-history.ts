import type { Call, TranscriptTurn } from '../../contract/conversations.ts'
import type { BusinessHours } from '../../contract/dashboard.ts'
import type { BusinessId, CallId } from '../../kernel/domain/ids.ts'

export type CallOutcome = NonNullable<Call['outcome']>

/** From `from` on, before `to`, by the start of the call. */
export interface CallWindow {
  readonly from: Date
  readonly to: Date
}

/** A business's own calendar. */
export interface BusinessCalendar {
  /** An IANA name. */
  readonly timeZone: string
  /** Null when the business never said when it is open. */
  readonly hours: BusinessHours | null
}

/** A call with its words, as whoever studies many of them reads it. */
export interface HistoryCall {
  readonly id: CallId
  readonly direction: Call['direction']
  /** The number at the other end; null when the caller hid it. */
  readonly person: string | null
  /** Null while the call goes on. */
  readonly outcome: CallOutcome | null
  readonly startedAt: Date
  readonly durationMs: number | null
  /** Whether it began within the opening hours; null when they are not known. */
  readonly isWithinHours: boolean | null
  /** Empty when nobody spoke. */
  readonly turns: readonly TranscriptTurn[]
}

/** How many calls share a day, an hour, a direction and an end. */
export interface CallCount {
  /** `YYYY-MM-DD` in the business's time zone. */
  readonly day: string
  /** 0 to 23, in the business's time zone. */
  readonly hour: number
  readonly direction: Call['direction']
  readonly outcome: CallOutcome | null
  readonly isWithinHours: boolean | null
  readonly calls: number
  /** Those of which words are known. */
  readonly transcribed: number
}

/** The calls of a business as material of study. Every member sees that business's calls only. */
export interface CallHistory {
  /**
   * Newest first, with their words.
   *
   * @param options - `limit`: at most so many calls
   */
  read(
    business: BusinessId,
    window: CallWindow,
    options: BusinessCalendar & { readonly limit: number },
  ): Promise<readonly HistoryCall[]>

  /** All calls of the window, counted where they lie; groups without a call are left out. */
  count(business: BusinessId, window: CallWindow, calendar: BusinessCalendar): Promise<readonly CallCount[]>
}
