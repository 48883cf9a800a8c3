const beforeSending = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** True when the connection could not even be opened, so the vendor cannot have done anything. */
export function neverLeftTheMachine(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1)
    if ('code' in cause && typeof cause.code === 'string' && beforeSending.has(cause.code)) return true
  return false
}

/**
 * Milliseconds that a 429 asks us to wait: `retry-after-ms`, `retry-after` in seconds, or Telnyx's
 * `x-ratelimit-reset` in seconds. Undefined when none of them holds a number.
 */
export function toRetryAfterMs(headers: Headers | undefined): number | undefined {
  const units: readonly (readonly [header: string, unitMs: number])[] = [
    ['retry-after-ms', 1],
    ['retry-after', 1_000],
    ['x-ratelimit-reset', 1_000],
  ]
  for (const [header, unitMs] of units) {
    const value = headers?.get(header)
    if (value !== null && value !== undefined && /^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * unitMs)
  }
  return undefined
}
