import { openPermit } from '@cloudgreet/core/permit'
import { FakeClock } from '@cloudgreet/core/testkit'
import { uuidSource, type PhoneNumber } from '@cloudgreet/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestSimulator, type TestSimulator } from '../../../simulator/testkit/start-test-simulator.ts'
import { createTelnyxMessageSender } from './telnyx-message-sender.ts'

const from = '+18005550100' as PhoneNumber
const to = '+13125550142' as PhoneNumber

describe('a send that Telnyx refuses', () => {
  let subject: TestSimulator
  const clock = new FakeClock()
  beforeAll(async () => {
    subject = await startTestSimulator({ clock })
    await subject.control.seedNumbers([from])
  })
  afterAll(() => subject.close())

  it.each([
    ['10009', 'upstream_unauthorized', false],
    ['10010', 'upstream_unauthorized', false],
    ['10011', 'upstream_rate_limited', true],
    ['20100', 'upstream_payment_required', false],
    ['40300', 'recipient_opted_out', false],
    ['40302', 'message_refused', false],
    ['40305', 'sender_not_usable', false],
    ['40309', 'region_not_allowed', false],
    ['40310', 'recipient_unreachable', false],
    ['40314', 'provider_account_blocked', false],
    ['40318', 'upstream_rate_limited', true],
    ['40322', 'blocked_as_spam', false],
    ['40329', 'sender_not_verified', false],
    ['40330', 'sender_not_verified', false],
  ])('with %s says %s', async (vendorCode, code, isRetryable) => {
    await subject.control.fail('telnyx.messages.send', 'error', { code: vendorCode })
    const access = { apiKey: subject.telnyxApiKey, baseUrl: subject.simulator.telnyxBaseUrl, clock }
    const sender = createTelnyxMessageSender({ ...access, messagingProfileId: 'profile-1' })
    const contact = { businessId: uuidSource.next<'Business'>(), address: to, channel: 'sms' } as const
    const permit = openPermit({ ...contact, purpose: 'conversational_reply', intentKey: 'key', openedAt: clock.now() })
    const sending = sender.send(permit, { from, to, text: 'Hello.', idempotencyKey: vendorCode })
    await expect(sending).rejects.toMatchObject({ code, vendorCode, outcome: 'refused', isRetryable })
    expect(await subject.control.ledger('message_sent')).toEqual([])
  })
})
