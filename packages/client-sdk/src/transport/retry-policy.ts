import { isHTTPError, type RetryOptions } from 'ky'

/** No wait between two tries is longer. A server that asks for more gets no further try. */
export const LONGEST_WAIT_MS = 60_000

const RETRIES = 2
const ANY_METHOD = ['get', 'post', 'put', 'patch', 'delete']

export type RetryFacts = {
  /** The same request twice has the effect of one: it reads, or carries an Idempotency-Key. */
  readonly isRepeatable: boolean
  readonly random: () => number
  readonly now: () => Date
}

/** Two further tries with full jitter, Retry-After obeyed, for requests that may be repeated. */
export function retryPolicy(facts: RetryFacts): RetryOptions {
  return {
    limit: facts.isRepeatable ? RETRIES : 0,
    methods: ANY_METHOD,
    statusCodes: [408, 409, 429, 500, 502, 503, 504],
    afterStatusCodes: [409, 429, 503],
    backoffLimit: LONGEST_WAIT_MS,
    jitter: (delayMs) => facts.random() * delayMs,
    retryOnTimeout: true,
    shouldRetry: ({ error }) => (isHTTPError(error) ? decideRetry(error.response, facts.now()) : undefined),
  }
}

/** Undefined leaves it to the status. A 409 with Retry-After means that the first try is still running. */
function decideRetry(response: Response, now: Date): boolean | undefined {
  if (response.headers.get('x-should-retry') === 'false') return false
  const waitMs = parseRetryAfterMs(response.headers, now)
  if (waitMs !== undefined && waitMs > LONGEST_WAIT_MS) return false
  return response.status === 409 && waitMs === undefined ? false : undefined
}

/** Milliseconds that the header Retry-After (RFC 9110, 10.2.3) asks to wait; undefined without one. */
export function parseRetryAfterMs(headers: Headers, now: Date): number | undefined {
  const text = headers.get('retry-after')
  if (text === null) return undefined
  const seconds = Number(text)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000)
  const atMs = Date.parse(text)
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - now.getTime())
}
