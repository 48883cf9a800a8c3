import type { InsightReason, Metrics } from './insight.ts'

/** Why there can be no insights yet, with the numbers that show it. */
export interface EmptyReason {
  readonly reason: Extract<InsightReason, 'no_calls' | 'too_few_calls' | 'no_transcripts'>
  readonly metrics: Metrics
}

/**
 * Undefined when there is enough to conclude from.
 *
 * @param needed - fewest calls that can tell a pattern from chance
 */
export function findEmptyReason(metrics: Metrics, needed: number): EmptyReason | undefined {
  const { calls = 0, calls_transcribed: transcribed = 0 } = metrics
  const counted = { calls, needed, calls_transcribed: transcribed }
  if (calls === 0) return { reason: 'no_calls', metrics: counted }
  if (calls < needed) return { reason: 'too_few_calls', metrics: counted }
  return transcribed === 0 ? { reason: 'no_transcripts', metrics: counted } : undefined
}
