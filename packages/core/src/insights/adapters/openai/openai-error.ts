import type * as OpenAiSdk from 'openai'

import { UpstreamError, type UpstreamErrorDetails } from '../../../errors/upstream-error.ts'

/** The SDK's error classes, handed in so that this module loads without the SDK. */
export type OpenAiErrorClasses = Pick<
  typeof OpenAiSdk,
  'APIError' | 'APIConnectionError' | 'APIConnectionTimeoutError' | 'APIUserAbortError'
>

/** Codes and types of OpenAI that mean an empty account, not too many requests at once (platform.openai.com, error codes). */
const quotaWords: ReadonlySet<string> = new Set(['insufficient_quota', 'billing_hard_limit_reached'])

/** What a failed call to OpenAI means. The SDK's error is not kept as `cause`: its text may repeat the prompt. */
export function toOpenAiError(error: unknown, sdk: OpenAiErrorClasses): UpstreamError {
  if (UpstreamError.isInstance(error)) return error
  if (error instanceof sdk.APIConnectionTimeoutError || error instanceof sdk.APIUserAbortError)
    return failure('upstream_timeout', 'OpenAI did not answer in time.', { isRetryable: true })
  if (error instanceof sdk.APIConnectionError)
    return failure('upstream_failed', 'The connection to OpenAI broke.', { isRetryable: true })
  if (error instanceof sdk.APIError && error.status !== undefined) return toAnsweredError(error, error.status)
  return answerMalformed('it could not be read')
}

/** An answer that is not what was asked for. */
export function answerMalformed(how: string): UpstreamError {
  return failure('upstream_answer_malformed', `OpenAI answered, but ${how}.`, { outcome: 'refused', status: 200 })
}

function toAnsweredError(error: OpenAiSdk.APIError, status: number): UpstreamError {
  const isUnknown = status >= 500 || status === 408
  return failure(decideCode(error, status), `OpenAI answered with ${status}.`, {
    outcome: isUnknown ? 'unknown' : 'refused',
    isRetryable: isUnknown || status === 429,
    status,
    vendorCode: error.code ?? undefined,
    requestId: error.requestID ?? undefined,
    retryAfterMs: toRetryAfterMs(error.headers),
  })
}

function decideCode({ code, type }: OpenAiSdk.APIError, status: number): string {
  if (quotaWords.has(code ?? '') || quotaWords.has(type ?? '')) return 'upstream_quota_exceeded'
  if (status === 401 || status === 403) return 'upstream_unauthorized'
  if (status === 408) return 'upstream_timeout'
  if (status === 429) return 'upstream_rate_limited'
  return status >= 500 ? 'upstream_failed' : 'upstream_refused'
}

function toRetryAfterMs(headers: Headers | undefined): number | undefined {
  const seconds = headers?.get('retry-after') ?? ''
  return /^\d+(\.\d+)?$/.test(seconds) ? Math.ceil(Number(seconds) * 1_000) : undefined
}

function failure(code: string, message: string, details: Partial<UpstreamErrorDetails>): UpstreamError {
  return new UpstreamError(code, message, { vendor: 'openai', outcome: 'unknown', ...details })
}
