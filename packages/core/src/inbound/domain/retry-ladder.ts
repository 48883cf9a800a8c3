const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** Longest wait before each retry of a stored event, in milliseconds. */
export const retryDelaysMs: readonly number[] = [
  5 * second,
  1 * minute,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  10 * hour,
]

/**
 * When a stored event is tried again: with full jitter, so that events that failed together do not come back together.
 *
 * @param attempts - tries so far, the one on arrival included
 * @param random - from 0 to below 1
 * @returns undefined when it was tried often enough: it is dead until an operator replays it
 */
export function decideNextAttempt(attempts: number, failedAt: Date, random: number): Date | undefined {
  const longestMs = retryDelaysMs[attempts - 1]
  return longestMs === undefined ? undefined : new Date(failedAt.getTime() + Math.ceil(longestMs * random))
}
