/** One field that the server refused. */
export type RefusedField = {
  /** Path in the body, dotted: `hours.monday.opens`. */
  readonly field: string
  /** What is wrong, fit for the person who typed it. */
  readonly message: string
}

/** What is known of a failed call. */
export type ApiErrorDetails = ErrorOptions & {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly traceId?: string | undefined
  readonly fields?: readonly RefusedField[] | undefined
  readonly retryAfterMs?: number | undefined
  readonly clockSkewSeconds?: number | undefined
}

const brand = Symbol.for('cloudgreet.error.api')

/**
 * The one error of this client: the server refused or failed (RFC 9457 problem), or no usable answer came.
 *
 * Match on {@link CloudGreetApiError.code}; `detail` is for people. Codes of the client itself, all with status 0
 * unless an answer came: `network_error`, `timeout`, `aborted`, `invalid_response`.
 */
export class CloudGreetApiError extends Error {
  override readonly name = 'CloudGreetApiError'
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  /** Stable snake_case name: `email_exists`, `token_expired`, `clock_skew`, … */
  readonly code: string
  /** One sentence for people. */
  readonly detail: string
  /** Names this request in the server's log. Undefined when no answer came. */
  readonly traceId: string | undefined
  /** Fields that were refused, for `validation_failed`; else empty. */
  readonly fields: readonly RefusedField[]
  /** Milliseconds to wait before the same call may succeed, when the server said so. */
  readonly retryAfterMs: number | undefined
  /** For `clock_skew`: seconds that the server's clock is ahead of this machine's, negative when behind. */
  readonly clockSkewSeconds: number | undefined

  constructor(details: ApiErrorDetails) {
    super(`${details.code}: ${details.detail}`, details.cause === undefined ? undefined : { cause: details.cause })
    Object.defineProperty(this, brand, { value: true })
    this.status = details.status
    this.code = details.code
    this.detail = details.detail
    this.traceId = details.traceId
    this.fields = details.fields ?? []
    this.retryAfterMs = details.retryAfterMs
    this.clockSkewSeconds = details.clockSkewSeconds
  }

  /** `instanceof` that also holds when two copies of the package are installed. */
  static isInstance(error: unknown): error is CloudGreetApiError {
    return typeof error === 'object' && error !== null && brand in error
  }
}
