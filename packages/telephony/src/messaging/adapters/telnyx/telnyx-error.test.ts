import * as sdk from 'telnyx'
import { describe, expect, it } from 'vitest'

import { toTelnyxError as translate } from './telnyx-error.ts'

const { APIConnectionError, APIConnectionTimeoutError, APIError } = sdk
const toTelnyxError = (error: unknown, operation: string) => translate(error, operation, sdk)

function answered(status: number, error: { code: string; title: string; detail?: string }, headers = {}): Error {
  return APIError.generate(status, { errors: [error] }, undefined, new Headers(headers))
}

describe('toTelnyxError', () => {
  const stop = {
    code: '40300',
    title: 'Blocked due to STOP message',
    detail: "Messages cannot be sent from '+18005550100' to '+13125550142' due to an existing block rule.",
  }

  it.each([400, 403, 409, 422])('sees an opt-out behind status %i, which Telnyx does not document', (status) => {
    const error = toTelnyxError(answered(status, stop), 'messages.send')
    expect(error).toMatchObject({ code: 'recipient_opted_out', outcome: 'refused', vendorCode: '40300', status })
  })

  it('keeps no telephone number, neither in the message nor in a cause', () => {
    const error = toTelnyxError(answered(409, stop), 'messages.send')
    expect(`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(/5550/)
  })

  it('takes 40300 with another title for a fault of our number', () => {
    const error = toTelnyxError(answered(400, { code: '40300', title: 'Not assigned to a profile' }), 'messages.send')
    expect(error).toMatchObject({ code: 'sender_not_usable', outcome: 'refused', isRetryable: false })
  })

  it('obeys Retry-After when the queue for the number is full', () => {
    const full = { code: '40318', title: 'Messaging queue full' }
    const error = toTelnyxError(answered(429, full, { 'retry-after': '7' }), 'messages.send')
    expect(error).toMatchObject({ code: 'upstream_rate_limited', isRetryable: true, retryAfterMs: 7_000 })
  })

  it.each([
    [400, '40310', 'recipient_unreachable'],
    [400, '40305', 'sender_not_usable'],
    [400, '40302', 'message_refused'],
    [400, '40322', 'blocked_as_spam'],
    [403, '40314', 'provider_account_blocked'],
    [400, '40330', 'sender_not_verified'],
    [400, '40999', 'upstream_refused'],
    [400, '40329', 'sender_not_verified'],
    [402, '20100', 'upstream_payment_required'],
    [401, '10009', 'upstream_unauthorized'],
    [403, '10010', 'upstream_unauthorized'],
    [400, '10015', 'upstream_refused'],
  ])('maps status %i with code %s to %s', (status, vendorCode, code) => {
    expect(toTelnyxError(answered(status, { code: vendorCode, title: 'x' }), 'x')).toMatchObject({
      code,
      outcome: 'refused',
      isRetryable: false,
    })
  })

  it.each([
    [{ 'retry-after': '3' }, 3_000],
    [{ 'retry-after-ms': '250' }, 250],
    [{ 'x-ratelimit-reset': '1.5' }, 1_500],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('reads how long to wait from %j', (headers, retryAfterMs) => {
    const error = toTelnyxError(answered(429, { code: '10011', title: 'Too many requests' }, headers), 'x')
    expect(error).toMatchObject({ code: 'upstream_rate_limited', isRetryable: true })
    expect(error.retryAfterMs).toBe(retryAfterMs)
  })

  it.each([
    ['a server error', answered(503, { code: '10007', title: 'Unexpected error' }), 'upstream_failed'],
    ['a time-out', new APIConnectionTimeoutError(), 'upstream_timeout'],
    ['a broken connection', new APIConnectionError({ message: 'socket hang up' }), 'upstream_failed'],
    ['an answer that is no JSON', new SyntaxError('Unexpected token'), 'upstream_failed'],
  ])('leaves the outcome open after %s', (_case, error, code) => {
    expect(toTelnyxError(error, 'x')).toMatchObject({ code, outcome: 'unknown' })
  })

  it('knows that nothing happened when the connection was refused', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    const error = new APIConnectionError({ cause: new TypeError('fetch failed', { cause }) })
    expect(toTelnyxError(error, 'x')).toMatchObject({ outcome: 'refused', isRetryable: true })
  })
})
