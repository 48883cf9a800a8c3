import { FakeClock } from '@cloudgreet/core/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { verifyTelnyxWebhook } from '../webhooks/adapters/node-crypto/telnyx-signature.ts'
import { connectTestApplication } from './testkit/connect-test-application.ts'
import { startTestSimulator, type TestSimulator } from './testkit/start-test-simulator.ts'
import { startWebhookReceiver, type WebhookReceiver } from './testkit/webhook-receiver.ts'

const ours = '+18005550100'
const owner = '+13125550142'

describe('a line of a Call Control application', () => {
  const clock = new FakeClock()
  let receiver: WebhookReceiver
  let subject: TestSimulator
  beforeEach(async () => {
    receiver = await startWebhookReceiver()
    subject = await startTestSimulator({ webhookUrl: receiver.url, clock })
    await connectTestApplication(subject, ours, receiver.url)
  })
  afterEach(async () => {
    await subject.close()
    await receiver.close()
  })

  const ring = async (people = {}) => {
    const placed = await subject.control.placeCall({ to: ours, from: '+13125550177', speed: 100_000, ...people })
    return String(placed.body['callId'])
  }
  const command = async (controlId: string, name: string, body: object) => {
    const answer = await fetch(`${subject.simulator.telnyxBaseUrl}/calls/${controlId}/actions/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${subject.telnyxApiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const transfer = {
    to: owner,
    timeout_secs: 5,
    command_id: 'one',
    client_state: 'QQ==',
    target_leg_client_state: 'Qg==',
  }
  const told = () =>
    receiver.received.map(({ body }) => {
      const { event_type, payload } = body['data'] as { event_type: string; payload: Record<string, unknown> }
      return [event_type, payload['client_state'], payload['hangup_cause']].filter(Boolean)
    })

  it('reports a transfer that was taken, each line with the state attached to it, genuinely signed', async () => {
    const controlId = await ring()
    await command(controlId, 'transfer', transfer)
    await subject.control.settle()
    expect(told()).toEqual([
      ['call.initiated'],
      ['call.initiated', 'Qg=='],
      ['call.answered', 'QQ=='],
      ['call.answered', 'Qg=='],
      ['call.bridged', 'Qg=='],
      ['call.bridged', 'QQ=='],
      ['call.hangup', 'Qg==', 'normal_clearing'],
      ['call.hangup', 'QQ==', 'normal_clearing'],
    ])
    for (const { rawBody, headers } of receiver.received)
      expect(
        await verifyTelnyxWebhook({ rawBody, headers, publicKeys: [subject.telnyxPublicKey], now: clock.now() }),
      ).toMatchObject({ ok: true })
  })

  it.each([
    ['busy', 'user_busy'],
    ['no_answer', 'timeout'],
  ])('keeps the caller’s line when the owner is %s', async (behaviour, cause) => {
    const controlId = await ring({ owner: behaviour })
    await command(controlId, 'transfer', transfer)
    while (told().length < 3) await new Promise((resolve) => setImmediate(resolve))
    expect(told().at(-1)).toEqual(['call.hangup', 'Qg==', cause])
    expect((await command(controlId, 'hangup', {})).status).toBe(200)
    await subject.control.settle()
    expect(told().at(-1)).toEqual(['call.hangup', 'QQ==', 'normal_clearing'])
  })

  it('forgets a command id after a minute', async () => {
    const controlId = await ring({ owner: 'busy' })
    await command(controlId, 'transfer', transfer)
    clock.advance(59_000)
    await command(controlId, 'transfer', transfer)
    expect(await subject.control.ledger('line_commanded')).toHaveLength(1)
    clock.advance(2_000)
    await command(controlId, 'transfer', transfer)
    expect(await subject.control.ledger('line_commanded')).toHaveLength(2)
  })

  it.each([
    ['transfer', {}, '10004'],
    ['transfer', { to: owner, timeout_secs: 4 }, '10015'],
    ['speak', { payload: 'Hello', voice: 'female' }, '90034'],
    ['reject', {}, '10004'],
  ])('refuses %s %j as Telnyx does', async (name, body, code) => {
    const controlId = await ring()
    expect(await command(controlId, name, body)).toMatchObject({ status: 422, body: { errors: [{ code }] } })
    expect((await command('v3:nobody', name, body)).status).toBe(404)
  })

  it('ends with a caller who hangs up', async () => {
    const controlId = await ring({ hangUpAfterMs: 1_000, wait: true })
    expect(told().at(-1)).toEqual(['call.hangup', 'originator_cancel'])
    expect(await command(controlId, 'answer', {})).toMatchObject({ body: { errors: [{ code: '90018' }] } })
  })
})
