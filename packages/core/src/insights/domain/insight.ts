import type { CallId } from '../../kernel/domain/ids.ts'

/** Numbers by name: counts, and shares in whole percent under names that end with `_percent`. */
export type Metrics = Readonly<Record<string, number>>

/** Words of a call. */
export interface Evidence {
  readonly callId: CallId
  /** Verbatim, out of one turn; empty for a call in which nobody spoke. */
  readonly quote: string
}

/** One thing that the calls tell. */
export interface Insight {
  /** The rule that found it, or `model`. */
  readonly rule: string
  readonly title: string
  readonly detail: string
  readonly evidence: readonly Evidence[]
  /** Names of the metrics that every number in the text comes from. */
  readonly metrics: readonly string[]
}

/** Seven days of calls. */
export interface WeekTrend {
  /** First and last day, `YYYY-MM-DD` in the business's time zone. */
  readonly from: string
  readonly to: string
  readonly calls: number
  readonly answered: number
  readonly missed: number
  /** Of the calls that were answered or missed, in whole percent; null when there were none. */
  readonly answeredPercent: number | null
  readonly booked: number
}

/** Why there is nothing to show, or why the model was not heard. */
export type InsightReason =
  | 'disabled'
  | 'no_calls'
  | 'too_few_calls'
  | 'no_transcripts'
  | 'quota_exceeded'
  | 'budget_spent'
  | 'in_progress'
  | 'failed'

/** What the calls of a window tell, and what that rests on. */
export interface InsightReport {
  readonly source: 'model' | 'rules'
  /** Why the model was not heard; absent when it was, or when there is none. */
  readonly reason?: InsightReason | undefined
  readonly insights: readonly Insight[]
  readonly metrics: Metrics
  /** Oldest first; the last one ends today. */
  readonly weeks: readonly WeekTrend[]
  /** Claims of the model that were left out, by reason. */
  readonly droppedClaims: Readonly<Record<string, number>>
}
