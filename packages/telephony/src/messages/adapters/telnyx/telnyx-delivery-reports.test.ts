import { openPermit } from '@cloudgreet/core/permit'
import { FakeClock } from '@cloudgreet/core/testkit'
import { uuidSource, type PhoneNumber } from '@cloudgreet/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { createTelnyxMessageSender } from '../../../messaging/adapters/telnyx/telnyx-message-sender.ts'
import { startTestSimulator, type TestSimulator } from '../../../simulator/testkit/start-test-simulator.ts'
import { createTelnyxDeliveryReports } from './telnyx-delivery-reports.ts'

const from = '+18005550100' as PhoneNumber
const to = '+13125550142' as PhoneNumber

describe('createTelnyxDeliveryReports', () => {
  let subject: TestSimulator
  const clock = new FakeClock()
  beforeEach(async () => {
    subject = await startTestSimulator({ clock })
    await subject.control.seedNumbers([from])
  })
  afterEach(() => subject.close())

  const access = () => ({ apiKey: subject.telnyxApiKey, baseUrl: subject.simulator.telnyxBaseUrl, clock })
  const send = async (text: string) => {
    const sender = createTelnyxMessageSender({ ...access(), messagingProfileId: 'profile-1' })
    const request = { businessId: uuidSource.next<'Business'>(), address: to, channel: 'sms' } as const
    const permit = openPermit({ ...request, purpose: 'conversational_reply', intentKey: text, openedAt: clock.now() })
    return (await sender.send(permit, { from, to, text, idempotencyKey: text })).providerMessageId
  }

  it('reads a delivered text with its parts, encoding and cost', async () => {
    const id = await send('Déjà vu? Ça va 😀')
    await subject.control.settle()
    expect(await createTelnyxDeliveryReports(access()).read(id)).toMatchObject({
      providerMessageId: id,
      direction: 'outbound',
      status: 'delivered',
      segments: 1,
      encoding: 'UCS-2',
      cost: { amount: '0.0040', currency: 'USD' },
      failure: null,
    })
  })

  it('reads why a text was not delivered', async () => {
    await subject.control.fail('telnyx.messages.deliver', 'error', { code: '40001' })
    const id = await send('To a landline.')
    await subject.control.settle()
    expect(await createTelnyxDeliveryReports(access()).read(id)).toMatchObject({
      status: 'delivery_failed',
      errorCode: '40001',
      failure: { code: 'recipient_unreachable', class: 'never' },
    })
  })

  it('reads a text whose end was never told as sent, and knows none of another id', async () => {
    await subject.control.fail('telnyx.messages.deliver', 'silence')
    const id = await send('Are you there?')
    await subject.control.settle()
    const reports = createTelnyxDeliveryReports(access())
    expect(await reports.read(id)).toMatchObject({ status: 'sent', errorCode: null })
    expect(await reports.read('00000000-0000-4000-8000-000000000000')).toBeUndefined()
  })

  it('throws what a failing vendor answers, after three tries', async () => {
    await subject.control.fail('telnyx.messages.get', '500', { times: 3 })
    await expect(createTelnyxDeliveryReports(access()).read('any')).rejects.toMatchObject({ code: 'upstream_failed' })
  })
})
