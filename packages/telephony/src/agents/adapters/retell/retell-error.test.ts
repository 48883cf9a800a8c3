import * as sdk from 'retell-sdk'
import { describe, expect, it } from 'vitest'

import { isMissingAtRetell, toRetellError as translate } from './retell-error.ts'

const { APIConnectionTimeoutError, APIError } = sdk
const toRetellError = (error: unknown, operation: string) => translate(error, operation, sdk)

function answered(status: number, message: string, headers = {}): Error {
  return APIError.generate(status, { status: 'error', message }, undefined, new Headers(headers))
}

describe('toRetellError', () => {
  it.each([
    [401, 'upstream_unauthorized', 'refused', false],
    [402, 'upstream_payment_required', 'refused', false],
    [400, 'upstream_refused', 'refused', false],
    [422, 'upstream_refused', 'refused', false],
    [429, 'upstream_rate_limited', 'refused', true],
    [500, 'upstream_failed', 'unknown', true],
  ])('maps status %i to %s', (status, code, outcome, isRetryable) => {
    expect(toRetellError(answered(status, 'x'), 'agent.create')).toMatchObject({ code, outcome, isRetryable, status })
  })

  it('leaves the outcome open after a time-out', () => {
    expect(toRetellError(new APIConnectionTimeoutError(), 'agent.create')).toMatchObject({
      code: 'upstream_timeout',
      outcome: 'unknown',
    })
  })

  it('says how long to wait', () => {
    expect(toRetellError(answered(429, 'x', { 'retry-after': '2' }), 'x').retryAfterMs).toBe(2_000)
  })

  it('does not repeat the vendor text, which may hold a number', () => {
    const error = toRetellError(answered(400, 'Invalid phone number +18005550100'), 'phoneNumber.import')
    expect(`${error.message} ${String(error.cause)}`).not.toContain('5550100')
  })
})

describe('isMissingAtRetell', () => {
  it.each([
    [422, 'Cannot find requested asset under given api key.', true],
    [404, 'Not found', true],
    [422, 'Weights must add up to 1', false],
    [500, 'Cannot find requested asset', false],
  ])('reads status %i, %s', (status, message, expected) => {
    expect(isMissingAtRetell(toRetellError(answered(status, message), 'agent.delete'))).toBe(expected)
  })
})
