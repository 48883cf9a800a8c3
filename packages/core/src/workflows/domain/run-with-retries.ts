import type { RetryPolicy } from '../ports/workflows.ts'

const longestIntervalMs = 3_600_000

/**
 * Runs `work` as often as the policy allows, the waits doubling up to one hour.
 *
 * @throws what the last try threw
 */
export async function runWithRetries<Result>(
  work: () => Promise<Result>,
  wait: (durationMs: number) => Promise<void>,
  { maxAttempts = 1, intervalMs = 1_000, shouldRetry = () => true }: RetryPolicy = {},
): Promise<Result> {
  let pauseMs = intervalMs
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= maxAttempts || !shouldRetry(error)) throw error
    }
    await wait(pauseMs)
    pauseMs = Math.min(pauseMs * 2, longestIntervalMs)
  }
}
