import { appendFile } from 'node:fs/promises'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { verifyRetellWebhook } from '../webhooks/adapters/node-crypto/retell-signature.ts'
import { verifyTelnyxWebhook } from '../webhooks/adapters/node-crypto/telnyx-signature.ts'
import { connectTestNumber } from './testkit/connect-test-number.ts'
import { startTestSimulator, type TestSimulator } from './testkit/start-test-simulator.ts'
import { startWebhookReceiver, type ReceivedWebhook, type WebhookReceiver } from './testkit/webhook-receiver.ts'

const ours = '+18005550100'
const caller = '+13125550142'

describe('startVendorSimulator', () => {
  let receiver: WebhookReceiver
  let subject: TestSimulator
  beforeEach(async () => {
    receiver = await startWebhookReceiver()
    subject = await startTestSimulator({ webhookUrl: receiver.url })
  })
  afterEach(async () => {
    await subject.close()
    await receiver.close()
  })

  const events = () => receiver.received.map(({ body }) => body['event'] ?? dataOf(body)['event_type'])
  const call = (extra = {}) =>
    subject.control.post('/calls', { to: ours, from: caller, speed: 100_000, wait: true, ...extra })
  const text = (words: string) => subject.control.post('/texts', { to: ours, from: caller, text: words, wait: true })
  const retellVerdict = ({ rawBody, headers }: ReceivedWebhook) =>
    verifyRetellWebhook({ rawBody, headers, secrets: [subject.retellApiKey] })

  describe('calls', () => {
    beforeEach(() => connectTestNumber(subject, ours, receiver.url))

    it('reports a whole call with genuine signatures', async () => {
      expect((await call()).status).toBe(200)
      await subject.control.settle()
      expect(events()[0]).toBe('call_started')
      expect(events().slice(-2)).toEqual(['call_ended', 'call_analyzed'])
      expect(events().filter((event) => event === 'transcript_updated')).toHaveLength(9)
      const verdicts = await Promise.all(receiver.received.map(retellVerdict))
      expect(verdicts.every(({ ok }) => ok)).toBe(true)
    })

    it('lets the transcript grow, and adds the analysis last', async () => {
      await call()
      await subject.control.settle()
      const calls = receiver.received.map(({ body }) => body['call'] as Record<string, unknown>)
      const lengths = calls.map((one) => String(one['transcript'] ?? '').length)
      expect(lengths).toEqual(lengths.toSorted((first, second) => first - second))
      expect(calls.at(-2)).not.toHaveProperty('call_analysis')
      expect(calls.at(-1)).toMatchObject({
        call_status: 'ended',
        call_analysis: { user_sentiment: 'Positive', call_successful: true },
      })
      expect(String(calls.at(-1)?.['transcript'])).toMatch(/^Agent: Hello, test greeting\.\nUser: /)
    })

    it('plays a script of the caller’s own', async () => {
      const turns = [{ speaker: 'caller', text: 'Is anybody there?' }]
      await call({ script: { turns, analysis: { summary: 'Nobody spoke.', sentiment: 'Unknown', successful: false } } })
      await subject.control.settle()
      expect(events()).toEqual(['call_started', 'transcript_updated', 'call_ended', 'call_analyzed'])
    })

    it('refuses a call to a number without an agent', async () => {
      expect(await call({ to: '+18005550199' })).toEqual({ status: 409, body: { code: 'number_without_agent' } })
    })

    it('tries four times, each attempt signed', async () => {
      receiver.answerWith('call_started', 500, 503, 404)
      await call({ script: { turns: [{ speaker: 'agent', text: 'Hi.' }], analysis: quietAnalysis } })
      const [first] = await subject.control.settle()
      expect(first).toMatchObject({ eventType: 'call_started', state: 'delivered' })
      expect(first?.attempts.map((attempt) => attempt.status)).toEqual([500, 503, 404, 200])
    })

    it('gives up after the last attempt', async () => {
      receiver.answerWith('call_started', 500, 500, 500, 500)
      await call({ script: { turns: [{ speaker: 'agent', text: 'Hi.' }], analysis: quietAnalysis } })
      const [first] = await subject.control.settle()
      expect(first).toMatchObject({ state: 'failed' })
      expect(first?.attempts).toHaveLength(4)
    })

    it('sends a webhook twice on command', async () => {
      await subject.control.fail('retell.webhooks', 'duplicate')
      await call()
      await subject.control.settle()
      expect(events().filter((event) => event === 'call_started')).toHaveLength(2)
    })

    it('holds a webhook back until a later one has arrived', async () => {
      await subject.close()
      // Short pauses take no time; the long one, which ends the wait in any case, never comes.
      const pause = (durationMs: number) =>
        durationMs < 2_000 ? Promise.resolve() : new Promise<void>(() => undefined)
      subject = await startTestSimulator({ webhookUrl: receiver.url, pause })
      await connectTestNumber(subject, ours, receiver.url)
      await subject.control.fail('retell.webhooks', 'reorder')
      await call()
      await subject.control.settle()
      expect(events().indexOf('call_started')).toBeGreaterThan(0)
      expect(events().filter((event) => event === 'call_started')).toHaveLength(1)
    })

    it.each([
      ['tamper', 'mismatch'],
      ['stale', 'stale'],
    ] as const)('spoils a signature by %s', async (kind, reason) => {
      await subject.control.fail('retell.webhooks', kind)
      await call()
      await subject.control.settle()
      const [first] = receiver.received
      expect(first && (await retellVerdict(first))).toMatchObject({ ok: false, reason })
    })
  })

  describe('texts', () => {
    beforeEach(() => connectTestNumber(subject, ours, receiver.url))

    const send = (to = caller, tags = ['key-1']) =>
      fetch(`${subject.simulator.telnyxBaseUrl}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${subject.telnyxApiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ from: ours, to, text: 'See you at 10.', tags }),
      })

    it('delivers a text with a genuine signature', async () => {
      await text('Can I come on Thursday?')
      const [first] = receiver.received
      expect(first && dataOf(first.body)).toMatchObject({
        event_type: 'message.received',
        payload: { direction: 'inbound', text: 'Can I come on Thursday?', from: { phone_number: caller } },
      })
      const { rawBody, headers } = first!
      expect(await verifyTelnyxWebhook({ rawBody, headers, publicKeys: [subject.telnyxPublicKey] })).toMatchObject({
        ok: true,
      })
    })

    it('answers STOP in the network’s name, reports it, and blocks later texts until START', async () => {
      expect((await text('Stop ')).body).toMatchObject({ keyword: 'STOP' })
      expect(payloadOf(receiver.received[0])).toMatchObject({ autoresponse_type: 'STOP' })
      const [reply] = await subject.control.ledger('vendor_reply_sent')
      expect(String(reply?.detail['text'])).toMatch(/^NETWORK MSG/)
      const refused = await send()
      expect(await refused.json()).toMatchObject({ errors: [{ code: '40300', title: 'Blocked due to STOP message' }] })
      await text('start')
      expect((await send()).status).toBe(200)
    })

    it('sees no keyword in a sentence', async () => {
      await text('please stop texting me')
      expect(payloadOf(receiver.received[0])).not.toHaveProperty('autoresponse_type')
      expect((await send()).status).toBe(200)
    })

    it('leaves HELP to us unless an answer is set up', async () => {
      await text('HELP')
      expect(payloadOf(receiver.received[0])).not.toHaveProperty('autoresponse_type')
      expect(await subject.control.ledger('vendor_reply_sent')).toHaveLength(0)
    })

    it('reports a text that we sent as sent, then as finalized, with its tags', async () => {
      await send()
      await subject.control.settle()
      expect(events()).toEqual(['message.sent', 'message.finalized'])
      expect(payloadOf(receiver.received[1])).toMatchObject({ tags: ['key-1'], to: [{ status: 'delivered' }] })
    })
  })

  describe('the ledger', () => {
    it('brings everything back after a restart, a half-written line aside', async () => {
      await connectTestNumber(subject, ours, receiver.url)
      await text('STOP')
      const before = await subject.control.ledger()
      await appendFile(subject.ledgerFile, '{"at":"2026-01-15T12:0')
      subject = await subject.restart()
      expect(await subject.control.ledger()).toEqual(before)
      expect((await call()).status).toBe(200)
      expect(await subject.control.ledger('block_added')).toHaveLength(1)
    })

    it('reports a text after a restart that was sent before it', async () => {
      await subject.close()
      let isStuck = true
      const pause = () => (isStuck ? new Promise<void>(() => undefined) : Promise.resolve())
      subject = await startTestSimulator({ webhookUrl: receiver.url, pause })
      await connectTestNumber(subject, ours, receiver.url)
      await fetch(`${subject.simulator.telnyxBaseUrl}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${subject.telnyxApiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ from: ours, to: caller, text: 'See you at 10.' }),
      })
      isStuck = false
      subject = await subject.restart()
      await subject.control.settle()
      expect(events()).toEqual(['message.sent', 'message.finalized'])
    })

    it('holds the effect of a call whose answer was lost', async () => {
      await subject.control.fail('retell.llms.create', '500_but_done')
      const answer = await fetch(`${subject.simulator.retellBaseUrl}/create-retell-llm`, {
        method: 'POST',
        headers: { authorization: `Bearer ${subject.retellApiKey}`, 'content-type': 'application/json' },
        body: '{}',
      })
      expect(answer.status).toBe(500)
      expect(await subject.control.ledger('llm_created')).toHaveLength(1)
    })
  })

  describe('refusals', () => {
    it.each([
      ['retellBaseUrl', '/get-concurrency', { status: 'error' }],
      ['telnyxBaseUrl', '/phone_numbers', { errors: [{ code: '10009' }] }],
    ] as const)('answers a wrong key at %s in the vendor’s own form', async (base, path, body) => {
      const answer = await fetch(`${subject.simulator[base]}${path}`, { headers: { authorization: 'Bearer wrong' } })
      expect(answer.status).toBe(401)
      expect(await answer.json()).toMatchObject(body)
    })

    it('keeps web pages away from the control API', async () => {
      const answer = await fetch(`${subject.simulator.controlUrl}/ledger`, {
        headers: { origin: 'https://example.com' },
      })
      expect(answer.status).toBe(403)
    })

    it.each([
      ['/calls', { to: 'nobody' }, 422],
      ['/faults', { target: 'x', kind: 'meteor' }, 422],
      ['/texts', { to: '+18005550199', from: caller, text: 'Hi' }, 409],
    ])('names what is wrong with a request to %s', async (path, body, status) => {
      const answer = await subject.control.post(path, body)
      expect(answer.status).toBe(status)
      expect(answer.body['code']).toEqual(expect.any(String))
    })
  })
})

const quietAnalysis = { summary: 'Nobody spoke.', sentiment: 'Unknown', successful: false }

function dataOf(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return body['data'] as Record<string, unknown>
}

function payloadOf(webhook: ReceivedWebhook | undefined): unknown {
  return webhook && dataOf(webhook.body)['payload']
}
