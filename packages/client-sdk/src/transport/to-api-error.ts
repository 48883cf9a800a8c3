import { isHTTPError, isNetworkError, isTimeoutError } from 'ky'

import { CloudGreetApiError, type RefusedField } from './cloudgreet-api-error.ts'
import { parseRetryAfterMs } from './retry-policy.ts'

/** What the server's clock has to do with the refusal. */
export type ErrorContext = {
  readonly now: Date
  readonly clockSkewMs: number | undefined
}

/** Everything that a call can throw, as the client's one error. */
export function toApiError(error: unknown, context: ErrorContext): CloudGreetApiError {
  if (CloudGreetApiError.isInstance(error)) return error
  if (isHTTPError(error)) return toRefusal(error.response, error.data, context)
  if (isTimeoutError(error)) return withoutAnswer('timeout', 'The server did not answer in time.', error)
  if (isNetworkError(error)) return withoutAnswer('network_error', 'The server could not be reached.', error)
  if (error instanceof Error && error.name === 'AbortError') {
    return withoutAnswer('aborted', 'The call was cancelled.', error)
  }
  if (error instanceof SyntaxError) return withoutAnswer('invalid_response', 'The answer was not JSON.', error)
  return withoutAnswer('network_error', 'The call failed before an answer came.', error)
}

function toRefusal(response: Response, data: unknown, context: ErrorContext): CloudGreetApiError {
  const problem = isRecord(data) ? data : {}
  const code = textOf(problem['code']) ?? 'invalid_response'
  return new CloudGreetApiError({
    status: response.status,
    code,
    detail: textOf(problem['detail']) ?? textOf(problem['title']) ?? `The server answered ${response.status}.`,
    traceId: textOf(problem['traceId']) ?? response.headers.get('x-trace-id') ?? undefined,
    fields: toFields(problem['errors']),
    retryAfterMs: parseRetryAfterMs(response.headers, context.now),
    clockSkewSeconds: code === 'clock_skew' ? toSkewSeconds(problem, context) : undefined,
  })
}

function toSkewSeconds(problem: Readonly<Record<string, unknown>>, context: ErrorContext): number | undefined {
  const stated = problem['skewSeconds']
  if (typeof stated === 'number') return stated
  return context.clockSkewMs === undefined ? undefined : Math.round(context.clockSkewMs / 1_000)
}

function toFields(errors: unknown): readonly RefusedField[] {
  if (!Array.isArray(errors)) return []
  return errors.flatMap((entry: unknown) => {
    if (!isRecord(entry)) return []
    return [{ field: textOf(entry['field']) ?? '', message: textOf(entry['message']) ?? 'This is not valid.' }]
  })
}

function withoutAnswer(code: string, detail: string, cause: unknown): CloudGreetApiError {
  return new CloudGreetApiError({ status: 0, code, detail, cause })
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
