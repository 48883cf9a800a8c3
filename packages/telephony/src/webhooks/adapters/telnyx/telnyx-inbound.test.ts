import { createHash } from 'node:crypto'

import { SequentialIdSource } from '@cloudgreet/core/testkit'
import { describe, expect, it } from 'vitest'

import { toClientState } from '../../../call-control/domain/client-state.ts'
import type { MessageReceived } from '../../../messages/domain/message-event.ts'
import { telnyxInbound } from './telnyx-inbound.ts'

const receivedAt = new Date('2026-01-15T18:00:01.000Z')
const ids = new SequentialIdSource()

function deliver(payload: unknown, changes = {}) {
  const body = Buffer.from(JSON.stringify(payload))
  const digest = createHash('sha256').update(body).digest('hex')
  return telnyxInbound({ body, digest, id: ids.next<'Event'>(), receivedAt, account: 'main', ...changes })
}

function eventOf(payload: unknown, changes = {}) {
  const reading = deliver(payload, changes)
  if (reading.kind !== 'event') throw new Error(reading.reason)
  return reading.event
}

const envelope = (event_type: string, payload: unknown) => ({
  data: { record_type: 'event', id: 'event_1', event_type, occurred_at: '2026-01-15T18:00:00.588+00:00', payload },
  meta: { attempt: '1', delivered_to: 'https://example.com' },
})
const text = {
  id: 'message_1',
  direction: 'inbound',
  text: 'STOP',
  parts: 1,
  encoding: 'GSM-7',
  from: { phone_number: '+13125550142', carrier: 'Example' },
  to: [{ phone_number: '+18005550100', status: 'webhook_delivered' }, { phone_number: '+18005550101' }],
  media: [],
  errors: [],
  autoresponse_type: 'STOP',
}
const ours = (status: string, errors: unknown[] = []) => ({
  ...text,
  direction: 'outbound',
  from: { phone_number: '+18005550100' },
  to: [{ phone_number: '+13125550142', status }],
  errors,
})
const call = { call_control_id: 'v3:1', from: '+13125550142', to: '+18005550100', start_time: '2026-01-15T17:59:00Z' }

describe('telnyxInbound', () => {
  it('reads a text that came in, and carries what the consent rules decide', () => {
    const seen: MessageReceived[] = []
    const decide = (message: MessageReceived) => {
      seen.push(message)
      return { intent: 'stop', ledger: { ledger_canonical: 'bytes' }, workflow: 'answer_text', data: { scope: 'sms' } }
    }
    const event = eventOf(envelope('message.received', text), { decide })
    expect(seen).toMatchObject([{ autoresponse: 'STOP', mediaCount: 0, message: { text: 'STOP', to: '+18005550100' } }])
    expect(event).toMatchObject({
      eventKey: 'event_1',
      occurredAt: new Date('2026-01-15T18:00:00.588Z'),
      routing: { number: '+18005550100' },
      transition: {
        kind: 'message_received',
        parameters: { message_provider_id: 'message_1', message_intent: 'stop', ledger_canonical: 'bytes' },
        event: { type: 'message_received', workflow: 'answer_text', data: { scope: 'sms' } },
      },
    })
  })

  it.each([
    ['message.sent', 'sent', 'sent'],
    ['message.finalized', 'delivered', 'delivered'],
    ['message.finalized', 'read', 'delivered'],
    ['message.finalized', 'delivery_failed', 'delivery_failed'],
    ['message.finalized', 'of_next_year', 'delivery_unconfirmed'],
  ])('reads %s with the status %s as %s', (eventType, status, expected) => {
    const event = eventOf(envelope(eventType, ours(status, [{ code: 40001, title: 'Not routable' }])))
    expect(event.routing).toEqual({ number: '+18005550100' })
    expect(event.transition).toMatchObject({
      kind: 'message_status',
      parameters: { message_status: expected, message_error_code: '40001' },
      event: { type: 'message_updated' },
    })
  })

  it('keeps error, cost and end of a text of ours, and hands its failure to the consent rules', () => {
    const stop = {
      code: '40300',
      title: 'Blocked due to STOP message',
      detail: "Messages cannot be sent from '+18005550100' to '+13125550142' due to an existing block rule.",
    }
    const payload = { ...ours('delivery_failed', [stop]), cost: { amount: '0.0051', currency: 'USD' } }
    const seen: unknown[] = []
    const ledgerForText = (update: { readonly message: unknown }) => {
      seen.push(update.message)
      return { ledger_canonical: 'bytes' }
    }
    const { transition } = eventOf(envelope('message.finalized', payload), { ledgerForText })
    expect(seen).toMatchObject([{ failure: { code: 'recipient_opted_out', class: 'terminal_opt_out' } }])
    expect(transition?.parameters).toMatchObject({
      message_status: 'delivery_failed',
      message_error_code: '40300',
      message_failure: expect.stringContaining('"providerCode":"40300"'),
      message_cost_amount: '0.0051',
      message_cost_currency: 'USD',
      message_final_at: new Date('2026-01-15T18:00:00.588Z'),
      ledger_canonical: 'bytes',
    })
    expect(JSON.stringify(transition?.parameters.message_failure)).not.toMatch(/5550/)
    const sent = eventOf(envelope('message.sent', ours('sent')))
    expect(sent.transition?.parameters).toMatchObject({ message_final_at: null, message_failure: null })
  })

  it('takes a cost that is no decimal for none', () => {
    const payload = { ...ours('delivered'), cost: { amount: '1e9', currency: 'USD' } }
    const { transition } = eventOf(envelope('message.finalized', payload))
    expect(transition?.parameters).toMatchObject({ message_cost_amount: null, message_cost_currency: null })
  })

  it.each([
    ['call.initiated', {}, { call_status: 'registered', call_outcome: null }],
    ['call.answered', {}, { call_status: 'ongoing', call_outcome: null }],
    [
      'call.hangup',
      { hangup_cause: 'normal_clearing' },
      { call_status: 'ended', call_outcome: 'answered', call_duration_ms: 60_588 },
    ],
    ['call.hangup', { hangup_cause: 'user_busy' }, { call_status: 'not_connected', call_outcome: 'busy' }],
    ['call.hangup', { hangup_cause: 'unspecified' }, { call_status: 'ended', call_outcome: 'other' }],
    [
      'call.hangup',
      { hangup_cause: 'unspecified', sip_hangup_cause: '486' },
      { call_status: 'not_connected', call_outcome: 'busy', call_disconnection_reason: 'sip_486' },
    ],
    [
      'call.hangup',
      { hangup_cause: 'call_rejected', sip_hangup_cause: '603' },
      { call_outcome: 'no_answer', call_disconnection_reason: 'call_rejected' },
    ],
  ])('reads %s %j', (eventType, changes, parameters) => {
    const event = eventOf(envelope(eventType, { ...call, direction: 'incoming', ...changes }))
    expect(event.routing).toEqual({ number: '+18005550100' })
    expect(event.transition).toMatchObject({ kind: 'call', parameters })
  })

  it('routes a call of ours by the number that called', () => {
    expect(eventOf(envelope('call.initiated', { ...call, direction: 'outgoing' })).routing.number).toBe('+13125550142')
  })

  describe('a controlled call', () => {
    const mark = { controlId: 'v3:1', number: '+18005550100', target: 'agent' } as const
    const callWorkflow = 'control_call'
    const lineEvent = (eventType: string, leg: 'caller' | 'target', fields = {}) =>
      eventOf(envelope(eventType, { ...fields, client_state: toClientState({ ...mark, leg }) }), { callWorkflow })

    it('names the workflow that carries on with an inbound call, and no other', () => {
      const incoming = eventOf(envelope('call.initiated', { ...call, direction: 'incoming' }), { callWorkflow })
      expect(incoming.transition?.event).toEqual({ type: 'call_initiated', data: {}, workflow: 'control_call' })
      const outgoing = eventOf(envelope('call.initiated', { ...call, direction: 'outgoing' }), { callWorkflow })
      expect(outgoing.transition?.event.workflow).toBeUndefined()
    })

    it('says whom the call was offered to when its line is joined with another', () => {
      const { transition } = lineEvent('call.bridged', 'caller', { ...call, direction: 'incoming' })
      expect(transition).toMatchObject({ kind: 'call', event: { type: 'call_bridged', data: { target: 'agent' } } })
    })

    it.each([
      ['call.initiated', 'call_target_rung'],
      ['call.answered', 'call_target_answered'],
      ['call.bridged', 'call_target_bridged'],
      ['call.hangup', 'call_target_ended'],
    ])('makes no call of the other line: %s is %s', (eventType, type) => {
      const other = { ...call, call_control_id: 'v3:2', direction: 'outgoing', hangup_cause: 'timeout' }
      expect(lineEvent(eventType, 'target', other)).toMatchObject({
        routing: { number: '+18005550100' },
        transition: {
          kind: 'call_line',
          parameters: { line_control_id: 'v3:1', line_recording_url: null },
          event: { type, data: { target: 'agent', cause: 'timeout' }, workflow: 'control_call' },
        },
      })
    })

    it.each([
      [
        { recording_id: 'r/1', recording_urls: { mp3: 'https://example.com/1.mp3' } },
        'https://api.telnyx.com/v2/recordings/r%2F1',
      ],
      [{ recording_urls: { mp3: null, wav: 'https://example.com/1.wav' } }, 'https://example.com/1.wav'],
      [{}, null],
    ])('keeps the recording %j by reference', (fields, expected) => {
      expect(lineEvent('call.recording.saved', 'caller', fields).transition).toMatchObject({
        parameters: { line_recording_url: expected },
        event: { type: 'call_recording_saved' },
      })
    })

    it.each([
      '',
      'not base64 …',
      btoa('{}'),
      btoa('{"controlId":"v3:1","number":"nobody","leg":"target","target":null}'),
    ])('takes no state that is not ours: %s', (client_state) => {
      expect(eventOf(envelope('call.speak.ended', { client_state }), { callWorkflow }).transition).toBeUndefined()
      const own = eventOf(envelope('call.hangup', { ...call, direction: 'incoming', client_state }), { callWorkflow })
      expect(own.transition).toMatchObject({ kind: 'call', event: { data: {} } })
    })
  })

  it.each([
    envelope('number_order.complete', {}),
    { data: { id: 'event_1', event_type: 'number_order.complete' } },
    envelope('message.read', text),
    { id: 'request_1', verification_status: 'Verified', phone_numbers: [] },
    [],
  ])('reads %j without a transition', (payload) => {
    expect(eventOf(payload).transition).toBeUndefined()
  })

  it('needs no more of a text than its id and addresses', () => {
    const { id, from, to } = text
    const { transition } = eventOf({
      data: { id: 'event_1', event_type: 'message.received', payload: { id, from, to } },
    })
    expect(transition?.parameters).toMatchObject({
      message_text: '',
      message_segments: null,
      message_occurred_at: receivedAt,
    })
  })

  it('cannot read a text without its addresses, or a call without its id', () => {
    const unreadable = { kind: 'unreadable', reason: 'schema_mismatch' }
    expect(deliver(envelope('message.received', { ...text, to: [] }))).toEqual(unreadable)
    expect(deliver(envelope('message.received', null))).toEqual(unreadable)
    expect(deliver(envelope('call.answered', { from: call.from }))).toEqual(unreadable)
  })
})
