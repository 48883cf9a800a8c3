import { CloudGreetError } from './cloudgreet-error.ts'

/** What is known of the effect when a vendor's call fails. */
export type UpstreamOutcome =
  /** The vendor answered no: nothing happened there. */
  | 'refused'
  /** No answer, or one that proves nothing: probe before trying again. */
  | 'unknown'

export interface UpstreamErrorDetails extends ErrorOptions {
  readonly vendor: string
  readonly outcome: UpstreamOutcome
  /** HTTP status, when there was an answer. */
  readonly status?: number | undefined
  /** The vendor's own error code (`40300`), when it sent one. */
  readonly vendorCode?: string | undefined
  readonly requestId?: string | undefined
  readonly isRetryable?: boolean | undefined
  /** Milliseconds the vendor asked us to wait. */
  readonly retryAfterMs?: number | undefined
}

/** A vendor refused, failed, or did not answer. Its message never holds a phone number or a key. */
export class UpstreamError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.upstream'
  override readonly name = 'UpstreamError'
  override readonly isRetryable: boolean
  readonly vendor: string
  readonly outcome: UpstreamOutcome
  readonly status: number | undefined
  readonly vendorCode: string | undefined
  readonly requestId: string | undefined
  readonly retryAfterMs: number | undefined

  constructor(
    /**
     * `upstream_unauthorized`, `upstream_rate_limited`, `upstream_timeout`, `upstream_refused`, `upstream_failed`,
     * `upstream_unavailable` (not called, because it failed too often before).
     */
    readonly code: string,
    message: string,
    details: UpstreamErrorDetails,
  ) {
    super(message, details)
    this.vendor = details.vendor
    this.outcome = details.outcome
    this.status = details.status
    this.vendorCode = details.vendorCode
    this.requestId = details.requestId
    this.isRetryable = details.isRetryable ?? false
    this.retryAfterMs = details.retryAfterMs
  }
}
