import { CloudGreetError } from './cloudgreet-error.ts'

/** We cannot serve this now (database away, queue full). Nothing was done; the same call may succeed later. */
export class UnavailableError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.unavailable'
  override readonly name = 'UnavailableError'
  override readonly isRetryable = true

  constructor(
    /** `database_unavailable`, `database_busy`, `password_queue_full`, … */
    readonly code: string,
    message: string,
    readonly retryAfterMs: number = 1_000,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
