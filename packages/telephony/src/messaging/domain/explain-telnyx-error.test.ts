import { deliveryFailureSchema } from '@cloudgreet/core/contract'
import { describe, expect, it } from 'vitest'

import { explainTelnyxError, noFinalEventFailure } from './explain-telnyx-error.ts'

const stop = { title: 'Blocked due to STOP message', detail: 'Messages cannot be sent due to an existing block rule.' }

describe('explainTelnyxError', () => {
  it.each([
    ['10004', 'message_refused', 'never'],
    ['10005', 'sender_not_usable', 'fix_configuration'],
    ['10006', 'sender_not_usable', 'fix_configuration'],
    ['10007', 'upstream_failed', 'retry_later'],
    ['10009', 'upstream_unauthorized', 'fix_configuration'],
    ['10010', 'upstream_unauthorized', 'fix_configuration'],
    ['10011', 'upstream_rate_limited', 'retry_later'],
    ['10015', 'message_refused', 'never'],
    ['10027', 'message_refused', 'never'],
    ['20012', 'provider_account_blocked', 'fix_configuration'],
    ['20014', 'provider_account_blocked', 'fix_configuration'],
    ['20017', 'provider_account_blocked', 'fix_configuration'],
    ['20100', 'upstream_payment_required', 'fix_configuration'],
    ['40001', 'recipient_unreachable', 'never'],
    ['40002', 'blocked_as_spam', 'fix_configuration'],
    ['40003', 'blocked_as_spam', 'never'],
    ['40004', 'recipient_rejected', 'never'],
    ['40005', 'delivery_expired', 'retry_later'],
    ['40006', 'recipient_unavailable', 'retry_later'],
    ['40008', 'recipient_unavailable', 'retry_later'],
    ['40009', 'message_refused', 'never'],
    ['40010', 'sender_not_verified', 'fix_configuration'],
    ['40011', 'upstream_rate_limited', 'retry_later'],
    ['40012', 'recipient_unreachable', 'never'],
    ['40013', 'sender_not_usable', 'fix_configuration'],
    ['40014', 'delivery_expired', 'retry_later'],
    ['40015', 'blocked_as_spam', 'never'],
    ['40302', 'message_refused', 'never'],
    ['40304', 'message_refused', 'never'],
    ['40305', 'sender_not_usable', 'fix_configuration'],
    ['40306', 'sender_not_usable', 'fix_configuration'],
    ['40308', 'sender_not_usable', 'fix_configuration'],
    ['40309', 'region_not_allowed', 'fix_configuration'],
    ['40310', 'recipient_unreachable', 'never'],
    ['40312', 'sender_not_usable', 'fix_configuration'],
    ['40314', 'provider_account_blocked', 'fix_configuration'],
    ['40316', 'message_refused', 'never'],
    ['40317', 'message_refused', 'never'],
    ['40318', 'upstream_rate_limited', 'retry_later'],
    ['40319', 'sender_not_usable', 'fix_configuration'],
    ['40320', 'sender_not_usable', 'fix_configuration'],
    ['40321', 'sender_not_usable', 'fix_configuration'],
    ['40322', 'blocked_as_spam', 'never'],
    ['40329', 'sender_not_verified', 'fix_configuration'],
    ['40330', 'sender_not_verified', 'fix_configuration'],
    ['40331', 'region_not_allowed', 'fix_configuration'],
    ['40333', 'provider_account_blocked', 'fix_configuration'],
  ])('explains %s as %s: %s', (providerCode, code, errorClass) => {
    const failure = explainTelnyxError(providerCode, 'Any title')
    expect(deliveryFailureSchema.parse(failure)).toMatchObject({ code, class: errorClass, providerCode })
    expect(Math.min(failure.text.length, failure.nextAction.length)).toBeGreaterThan(10)
  })

  it.each([stop.title, stop.detail, 'Recipient has opted out', 'Opt-out rule matched'])(
    'takes 40300 with "%s" for an opt-out',
    (words) => {
      expect(explainTelnyxError('40300', words)).toMatchObject({
        code: 'recipient_opted_out',
        class: 'terminal_opt_out',
      })
    },
  )

  it.each(['The number is not assigned to a messaging profile', 'Unreachable', 'nonstop failure', ''])(
    'takes 40300 with "%s" for something else',
    (words) => {
      expect(explainTelnyxError('40300', words).class).not.toBe('terminal_opt_out')
    },
  )

  it('names a code that it does not know, and a text whose end never came', () => {
    expect(explainTelnyxError('49999', '')).toMatchObject({ code: 'upstream_refused', providerCode: '49999' })
    expect(explainTelnyxError('constructor', '')).toMatchObject({ code: 'upstream_refused' })
    expect(noFinalEventFailure).toMatchObject({ code: 'no_final_event', providerCode: null })
  })
})
