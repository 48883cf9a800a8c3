import { UpstreamError } from '@cloudgreet/core'
import type * as TelnyxSdk from 'telnyx'

import { explainTelnyxError } from '../../domain/explain-telnyx-error.ts'
import { neverLeftTheMachine, toRetryAfterMs } from '../../domain/transport-facts.ts'

/** Codes of any endpoint that say more than their HTTP status (developers.telnyx.com, error reference). */
const meanings: Readonly<Record<string, string>> = {
  '10009': 'upstream_unauthorized',
  '10010': 'upstream_unauthorized',
  '10011': 'upstream_rate_limited',
  '20100': 'upstream_payment_required',
  '90015': 'call_ended',
  '90018': 'call_ended',
}

/** The SDK's error classes, handed in so that this module loads without the SDK. */
export type TelnyxErrorClasses = Pick<typeof TelnyxSdk, 'APIConnectionError' | 'APIConnectionTimeoutError' | 'APIError'>

interface TelnyxFault {
  readonly code: string
  /** Title and detail: the detail holds both telephone numbers. */
  readonly words: string
}

/**
 * What a failed call to Telnyx means. The SDK's error is not kept as `cause`: its message repeats the
 * vendor's detail text, which holds both telephone numbers.
 */
export function toTelnyxError(error: unknown, operation: string, sdk: TelnyxErrorClasses): UpstreamError {
  if (error instanceof sdk.APIConnectionTimeoutError)
    return failure('upstream_timeout', `Telnyx did not answer "${operation}" in time.`, { isRetryable: true })
  if (error instanceof sdk.APIConnectionError)
    return failure('upstream_failed', `The connection to Telnyx broke during "${operation}".`, {
      outcome: neverLeftTheMachine(error) ? 'refused' : 'unknown',
      isRetryable: true,
    })
  if (error instanceof sdk.APIError) return toAnsweredError(error, operation)
  return failure('upstream_failed', `"${operation}" at Telnyx failed before an answer could be read.`, {})
}

function toAnsweredError(error: TelnyxSdk.APIError, operation: string): UpstreamError {
  const status: number = error.status ?? 0
  const fault = firstFault(error.error)
  const code = decideCode(status, fault)
  return failure(
    code,
    `Telnyx answered "${operation}" with ${status}${fault === undefined ? '' : `, code ${fault.code}`}.`,
    {
      outcome: status >= 500 || status === 408 ? 'unknown' : 'refused',
      isRetryable: status >= 500 || status === 408 || code === 'upstream_rate_limited',
      status,
      vendorCode: fault?.code,
      requestId: error.headers?.get('x-request-id') ?? undefined,
      retryAfterMs: code === 'upstream_rate_limited' ? toRetryAfterMs(error.headers) : undefined,
    },
  )
}

/** The HTTP status of the STOP refusal is not documented, so its code and title decide. */
function decideCode(status: number, fault: TelnyxFault | undefined): string {
  if (fault !== undefined && /^4\d{4}$/.test(fault.code)) return explainTelnyxError(fault.code, fault.words).code
  const meaning = fault === undefined ? undefined : meanings[fault.code]
  if (meaning !== undefined) return meaning
  if (status === 401 || status === 403) return 'upstream_unauthorized'
  if (status === 429) return 'upstream_rate_limited'
  if (status === 408) return 'upstream_timeout'
  return status >= 500 ? 'upstream_failed' : 'upstream_refused'
}

function firstFault(body: unknown): TelnyxFault | undefined {
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors)) return undefined
  const first: unknown = body.errors[0]
  if (typeof first !== 'object' || first === null || !('code' in first)) return undefined
  const { title, detail } = { title: undefined, detail: undefined, ...first }
  return { code: String(first.code), words: `${String(title)} ${String(detail)}` }
}

function failure(
  code: string,
  message: string,
  details: Partial<ConstructorParameters<typeof UpstreamError>[2]>,
): UpstreamError {
  return new UpstreamError(code, message, { vendor: 'telnyx', outcome: 'unknown', ...details })
}
