import Retell from 'retell-sdk'
import Telnyx from 'telnyx'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { connectTestNumber } from './testkit/connect-test-number.ts'
import { startTestSimulator, type TestSimulator } from './testkit/start-test-simulator.ts'
import { startWebhookReceiver, type ReceivedWebhook, type WebhookReceiver } from './testkit/webhook-receiver.ts'

const ours = '+18005550100'
const caller = '+13125550142'

let receiver: WebhookReceiver
let subject: TestSimulator
beforeEach(async () => {
  receiver = await startWebhookReceiver()
  subject = await startTestSimulator({ webhookUrl: receiver.url })
  await connectTestNumber(subject, ours, receiver.url)
})
afterEach(async () => {
  await subject.close()
  await receiver.close()
})

const place = () => subject.control.placeCall({ to: ours, from: caller, speed: 100_000, wait: true })
const text = () => subject.control.deliverText({ to: ours, from: caller, text: 'Are you open?', wait: true })
const isRetells = ({ rawBody, headers }: ReceivedWebhook) =>
  Retell.verify(rawBody, subject.retellApiKey, headers['x-retell-signature'] ?? '')
const openByTelnyx = ({ rawBody, headers }: ReceivedWebhook) =>
  new Telnyx({ apiKey: 'any', publicKey: subject.telnyxPublicKey }).webhooks.unwrap(rawBody, {
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value ?? ''])),
  })

it('signs every event of a call so that retell-sdk takes it, and none that was tampered with', async () => {
  await place()
  await subject.control.settle()
  expect(receiver.received.length).toBeGreaterThan(3)
  expect(await Promise.all(receiver.received.map(isRetells))).not.toContain(false)
  const before = receiver.received.length
  await subject.control.fail('retell.webhooks', 'tamper')
  await place()
  await subject.control.settle()
  expect(await isRetells(receiver.received[before]!)).toBe(false)
})

it('signs a text so that telnyx takes it, and none that was tampered with', async () => {
  await text()
  await expect(openByTelnyx(receiver.received[0]!)).resolves.toMatchObject({ data: { event_type: 'message.received' } })
  await subject.control.fail('telnyx.webhooks', 'tamper')
  await text()
  await expect(openByTelnyx(receiver.received[1]!)).rejects.toThrow('signature')
})
