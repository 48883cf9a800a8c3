import type { BusinessCalendar, CallCount, HistoryCall } from '../../calls/ports/call-history.ts'
import type { Metrics, WeekTrend } from './insight.ts'

/** An appointment that was made in the window. */
export interface Booking {
  readonly callId: string | null
  readonly phone: string | null
  readonly customerName: string
  /** `YYYY-MM-DD` in the business's time zone. */
  readonly day: string
  readonly createdAt: Date
}

/** What is known before anything is concluded. */
export interface InsightMaterial {
  readonly calendar: BusinessCalendar
  /** What the business says it does; empty when it never said. */
  readonly services: readonly string[]
  /** Today in the business's time zone, `YYYY-MM-DD`. */
  readonly today: string
  /** Of the window of the trends. */
  readonly counts: readonly CallCount[]
  /** Of the window of the insights; newest first. */
  readonly calls: readonly HistoryCall[]
  /** Of the window of the trends. */
  readonly bookings: readonly Booking[]
}

/** What the rules read. */
export interface InsightFacts extends InsightMaterial {
  readonly metrics: Metrics
  readonly weeks: readonly WeekTrend[]
}
