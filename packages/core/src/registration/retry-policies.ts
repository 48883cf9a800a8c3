import type { RetryPolicy } from '../workflows/ports/workflows.ts'
import { isWorthAnotherTry } from './domain/is-worth-another-try.ts'

/** For a step forward: 3.5 s of waits, then the way back is better than a longer wait for the person. */
export const stepRetry: RetryPolicy = { maxAttempts: 4, intervalMs: 500, shouldRetry: isWorthAnotherTry }

/** For a step back: 7.5 s of waits, also after a refusal, since the alternative is `stuck`. */
export const undoRetry: RetryPolicy = { maxAttempts: 5, intervalMs: 500 }

/** For our own bookkeeping, which must be written whatever happens: tried for over half an hour. */
export const bookkeepingRetry: RetryPolicy = { maxAttempts: 13, intervalMs: 500 }
