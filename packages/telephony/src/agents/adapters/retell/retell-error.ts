import { UpstreamError } from '@cloudgreet/core'
import type * as RetellSdk from 'retell-sdk'

import { neverLeftTheMachine, toRetryAfterMs } from '../../../messaging/domain/transport-facts.ts'

/** The SDK's error classes, handed in so that this module loads without the SDK. */
export type RetellErrorClasses = Pick<typeof RetellSdk, 'APIConnectionError' | 'APIConnectionTimeoutError' | 'APIError'>

/**
 * What a failed call to Retell means. The SDK's error is not kept as `cause`, because its message repeats
 * the vendor's text, which may hold a telephone number or a prompt.
 */
export function toRetellError(error: unknown, operation: string, sdk: RetellErrorClasses): UpstreamError {
  if (error instanceof sdk.APIConnectionTimeoutError)
    return failure('upstream_timeout', `Retell did not answer "${operation}" in time.`, { isRetryable: true })
  if (error instanceof sdk.APIConnectionError)
    return failure('upstream_failed', `The connection to Retell broke during "${operation}".`, {
      outcome: neverLeftTheMachine(error) ? 'refused' : 'unknown',
      isRetryable: true,
    })
  if (error instanceof sdk.APIError) return toAnsweredError(error, operation)
  return failure('upstream_failed', `"${operation}" at Retell failed before an answer could be read.`, {})
}

/** True when Retell said that the thing is not there. */
export function isMissingAtRetell(error: unknown): boolean {
  return UpstreamError.isInstance(error) && error.code === 'upstream_not_found'
}

function toAnsweredError(error: RetellSdk.APIError, operation: string): UpstreamError {
  const status: number = error.status ?? 0
  const code = decideCode(status, error.message)
  return failure(code, `Retell answered "${operation}" with ${status}.`, {
    outcome: status >= 500 || status === 408 ? 'unknown' : 'refused',
    isRetryable: status >= 500 || status === 408 || status === 429,
    status,
    requestId: error.headers?.get('x-request-id') ?? undefined,
    retryAfterMs: status === 429 ? toRetryAfterMs(error.headers) : undefined,
  })
}

/** Retell says that an id is unknown by 404, mostly by 422 "Cannot find requested asset" (docs.retellai.com, API reference). */
function decideCode(status: number, message: string): string {
  if (status === 404 || (status === 422 && /cannot find/i.test(message))) return 'upstream_not_found'
  if (status === 401 || status === 403) return 'upstream_unauthorized'
  if (status === 402) return 'upstream_payment_required'
  if (status === 408) return 'upstream_timeout'
  if (status === 429) return 'upstream_rate_limited'
  return status >= 500 ? 'upstream_failed' : 'upstream_refused'
}

function failure(
  code: string,
  message: string,
  details: Partial<ConstructorParameters<typeof UpstreamError>[2]>,
): UpstreamError {
  return new UpstreamError(code, message, { vendor: 'retell', outcome: 'unknown', ...details })
}
