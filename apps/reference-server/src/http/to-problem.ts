import { EmailExistsError, InvalidArgumentError, PermitError, UnavailableError, UpstreamError } from '@cloudgreet/core'
import type { Problem } from '@cloudgreet/core/contract'
import { HTTPException } from 'hono/http-exception'

import { isDatabaseUnavailable } from '../data/is-database-unavailable.ts'
import { RequestError } from './request-error.ts'

/** A problem and the headers that go with it. */
export interface ProblemAnswer {
  readonly problem: Problem
  readonly headers: Readonly<Record<string, string>>
}

/** What the caller hears about an error. Unknown ones say nothing of what went wrong inside. */
export function toProblem(error: unknown, traceId: string): ProblemAnswer {
  const refusal = toRequestError(error)
  const wait = refusal.retryAfter === undefined ? undefined : { 'Retry-After': String(refusal.retryAfter) }
  return {
    headers: { ...refusal.headers, ...wait },
    problem: {
      type: `https://cloudgreet.dev/problems/${refusal.code}`,
      title: titles[refusal.status] ?? 'Error',
      status: refusal.status,
      detail: refusal.message,
      code: refusal.code,
      traceId,
      ...(refusal.fields.length > 0 ? { errors: [...refusal.fields] } : {}),
      ...(refusal.retryAfter === undefined ? {} : { retryAfter: refusal.retryAfter }),
    },
  }
}

function toRequestError(error: unknown): RequestError {
  if (RequestError.isInstance(error)) return error
  if (InvalidArgumentError.isInstance(error))
    return new RequestError(422, error.code, error.message, { fields: error.fields })
  if (EmailExistsError.isInstance(error))
    return new RequestError(409, error.code, `${error.message} Log in at /login, or ask for the onboarding mail again.`)
  if (UnavailableError.isInstance(error)) return unavailable(error.code, error.message, error.retryAfterMs)
  if (UpstreamError.isInstance(error)) return toUpstreamRefusal(error)
  if (PermitError.isInstance(error)) return unavailable(error.code, 'The permit ran out; try again.', 1_000)
  if (error instanceof HTTPException && error.status < 500) return toHonoRefusal(error)
  if (isDatabaseUnavailable(error)) return unavailable('database_unavailable', 'The database does not answer.', 1_000)
  return new RequestError(500, 'internal_error', 'Something went wrong on our side. Tell us the trace id.')
}

function unavailable(code: string, detail: string, retryAfterMs: number): RequestError {
  return new RequestError(503, code, detail, { retryAfter: Math.max(1, Math.ceil(retryAfterMs / 1_000)) })
}

function toUpstreamRefusal(error: UpstreamError): RequestError {
  if (error.code === 'recipient_opted_out')
    return new RequestError(409, error.code, 'This person has opted out of texts.')
  const detail = 'A provider did not do what we asked of it.'
  return error.isRetryable
    ? unavailable(error.code, detail, error.retryAfterMs ?? 1_000)
    : new RequestError(502, error.code, detail)
}

/** Hono throws for a body that is not JSON. */
function toHonoRefusal(error: HTTPException): RequestError {
  if (error.status === 400) return new RequestError(400, 'malformed_json', 'The body is not valid JSON.')
  return new RequestError(error.status, 'request_refused', 'The request was refused.')
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
}
