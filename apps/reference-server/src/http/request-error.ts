import { CloudGreetError, type InvalidField } from '@cloudgreet/core'

export interface RequestErrorDetails extends ErrorOptions {
  readonly fields?: readonly InvalidField[]
  /** Seconds after which the same call may succeed. */
  readonly retryAfter?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** A request that is refused: what the caller hears, with its status. */
export class RequestError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.request'
  override readonly name = 'RequestError'
  readonly fields: readonly InvalidField[]
  readonly retryAfter: number | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    details: RequestErrorDetails = {},
  ) {
    super(detail, details)
    this.fields = details.fields ?? []
    this.retryAfter = details.retryAfter
    this.headers = details.headers ?? {}
  }
}

/** An id that does not exist and one of another business read the same. */
export function notFound(what: string): RequestError {
  return new RequestError(404, 'not_found', `There is no such ${what}.`)
}
