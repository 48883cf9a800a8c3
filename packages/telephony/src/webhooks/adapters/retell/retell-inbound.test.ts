import { createHash } from 'node:crypto'

import { SequentialIdSource } from '@cloudgreet/core/testkit'
import { describe, expect, it } from 'vitest'

import { retellInbound } from './retell-inbound.ts'

const receivedAt = new Date('2026-01-15T18:01:02.000Z')
const ids = new SequentialIdSource()

function deliver(payload: unknown, changes = {}) {
  const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
  const digest = createHash('sha256').update(body).digest('hex')
  return retellInbound({ body, digest, id: ids.next<'Event'>(), receivedAt, account: 'main', ...changes })
}

function eventOf(payload: unknown, changes = {}) {
  const reading = deliver(payload, changes)
  if (reading.kind !== 'event') throw new Error(reading.reason)
  return reading.event
}

const call = {
  call_id: 'call_1',
  call_type: 'phone_call',
  call_status: 'ended',
  agent_id: 'agent_1',
  agent_version: 3,
  direction: 'inbound',
  from_number: '+13125550142',
  to_number: '+18005550100',
  start_timestamp: 1768500000000,
  end_timestamp: 1768500061000,
  duration_ms: 61000,
  disconnection_reason: 'user_hangup',
  transcript: 'Agent: Hello\nUser: Hi',
  transcript_object: [
    { role: 'agent', content: 'Hello', words: [{ word: 'Hello', start: 0.5, end: 0.9 }] },
    { role: 'node_transition' },
    { role: 'user', content: 'Hi', words: [] },
  ],
}
const analysis = {
  call_summary: 'Asked for a visit.',
  in_voicemail: false,
  user_sentiment: 'Positive',
  call_successful: true,
}

describe('retellInbound', () => {
  it('reads an ended call', () => {
    const event = eventOf({ event: 'call_ended', call })
    expect(event).toMatchObject({
      provider: 'retell',
      account: 'main',
      eventKey: 'call_1:call_ended',
      eventType: 'call_ended',
      occurredAt: new Date(1768500061000),
      routing: { agentId: 'agent_1', number: '+18005550100' },
      transition: {
        kind: 'call',
        event: { type: 'call_ended', data: {} },
        parameters: { call_provider_id: 'call_1', call_status: 'ended', call_outcome: 'answered', call_summary: null },
      },
    })
    expect(event.transition?.parameters.call_transcript_turns).toEqual([
      { role: 'agent', content: 'Hello', startSeconds: 0.5 },
      { role: 'user', content: 'Hi', startSeconds: null },
    ])
  })

  it('reads the analysis, and a call that went to voicemail', () => {
    const parameters = (call_analysis: unknown) =>
      eventOf({ event: 'call_analyzed', call: { ...call, call_analysis } }).transition?.parameters
    expect(parameters(analysis)).toMatchObject({
      call_summary: 'Asked for a visit.',
      call_sentiment: 'Positive',
      call_success: true,
      call_outcome: 'answered',
      call_analyzed_at: receivedAt,
    })
    expect(parameters({ ...analysis, in_voicemail: true })).toMatchObject({ call_outcome: 'voicemail' })
  })

  it.each([
    ['transfer_started', 'started', { call_transfer_started_at: new Date(1768500030000) }],
    ['transfer_bridged', 'bridged', { call_transfer_bridged_at: new Date(1768500030000), call_outcome: 'transferred' }],
    ['transfer_cancelled', 'cancelled', { call_transfer_started_at: null }],
    ['transfer_ended', 'ended', { call_transfer_ended_at: new Date(1768500030000) }],
  ])('reads %s as a transfer that is %s', (type, call_transfer_state, more) => {
    const transfer = { transfer_destination: '+13125550199', transfer_option: { type: 'agentic_warm_transfer' } }
    const ongoing = { ...call, call_status: 'ongoing', disconnection_reason: undefined }
    const event = eventOf({ event: type, event_timestamp: 1768500030000, call: ongoing, ...transfer })
    expect(event.transition).toMatchObject({
      event: { type },
      parameters: {
        call_transfer_state,
        call_transfer_kind: 'warm',
        call_transfer_destination: '+13125550199',
        ...more,
      },
    })
  })

  it.each([
    [{ disconnection_reason: 'call_transfer', transfer_destination: 'sip:desk@example.com' }, 'bridged', null],
    [{ disconnection_reason: 'call_transfer', transfer_end_timestamp: 1768500090000 }, 'ended', 1768500090000],
    [{ disconnection_reason: 'transfer_cancelled' }, 'cancelled', null],
    [{ transfer_destination: '+13125550199' }, 'requested', null],
    [{}, null, null],
  ])('learns of a transfer from the end of the call where its own events are off: %j', (fields, state, endedAt) => {
    const event = eventOf({ event: 'call_ended', call: { ...call, ...fields } })
    expect(event.transition?.parameters).toMatchObject({
      call_transfer_state: state,
      call_transfer_ended_at: endedAt === null ? null : new Date(endedAt),
    })
  })

  it('takes the addresses of the recording, and how long signed ones work', () => {
    const urls = {
      recording_url: 'https://example.com/recording.wav',
      recording_multi_channel_url: 'https://example.com/multi.wav',
      scrubbed_recording_url: 'https://example.com/scrubbed.wav',
    }
    const parametersOf = (fields: object) =>
      eventOf({ event: 'call_ended', call: { ...call, ...fields } }).transition?.parameters
    expect(parametersOf({ ...urls, opt_in_signed_url: true })).toMatchObject({
      call_recording_url: urls.recording_url,
      call_recording_multi_channel_url: urls.recording_multi_channel_url,
      call_recording_scrubbed_url: urls.scrubbed_recording_url,
      call_recording_expires_at: new Date(call.end_timestamp + 86_400_000),
      call_recording_withheld: false,
    })
    expect(parametersOf(urls)).toMatchObject({ call_recording_expires_at: null })
    expect(parametersOf({ scrubbed_recording_url: urls.scrubbed_recording_url })).toMatchObject({
      call_recording_url: urls.scrubbed_recording_url,
    })
    expect(parametersOf({ data_storage_setting: 'basic_attributes_only' })).toMatchObject({
      call_recording_url: null,
      call_recording_withheld: true,
    })
  })

  it.each([
    ['dial_busy', 'not_connected', 'busy'],
    ['dial_no_answer', 'not_connected', 'no_answer'],
    ['invalid_destination', 'not_connected', 'failed'],
    ['error_asr', 'error', 'failed'],
    ['call_transfer', 'ended', 'transferred'],
    ['voicemail_reached', 'ended', 'voicemail'],
    ['reason_of_next_year', 'ended', 'other'],
  ])('takes %s for the outcome of a call', (disconnection_reason, call_status, outcome) => {
    const event = eventOf({ event: 'call_ended', call: { ...call, call_status, disconnection_reason } })
    expect(event.transition?.parameters).toMatchObject({
      call_outcome: outcome,
      call_disconnection_reason: disconnection_reason,
    })
  })

  it('keys what comes once by call and type, and what repeats by its bytes too', () => {
    const key = (event: string, transcript: string) => eventOf({ event, call: { ...call, transcript } }).eventKey
    expect(key('call_started', 'a')).toBe(key('call_started', 'b'))
    for (const event of [
      'transcript_updated',
      'transfer_started',
      'transfer_bridged',
      'transfer_cancelled',
      'transfer_ended',
    ]) {
      expect(key(event, 'a')).not.toBe(key(event, 'b'))
      expect(key(event, 'a')).toBe(key(event, 'a'))
    }
  })

  it('routes an outbound call by the number that called', () => {
    expect(eventOf({ event: 'call_started', call: { ...call, direction: 'outbound' } }).routing.number).toBe(
      '+13125550142',
    )
  })

  it('passes on what the ledger wants of the call', () => {
    const ledgerFor = ({ type }: { type: string }) => ({ ledger_type: type })
    expect(eventOf({ event: 'call_started', call }, { ledgerFor }).transition?.parameters).toMatchObject({
      ledger_type: 'call_started',
    })
  })

  it.each([{ test: 'data' }, { event: 'chat_started', chat: {} }, { event: 'toString', call }, [], null, 7])(
    'reads %j as an event of no known type, without a transition',
    (payload) => {
      const event = eventOf(payload)
      expect(event.transition).toBeUndefined()
      expect(event.routing).toEqual({})
      expect(event.eventKey).toContain(event.bodyDigest)
    },
  )

  it.each([
    ['{', 'not_json'],
    [`{"event":"call_ended","call":${'['.repeat(100)}${']'.repeat(100)}}`, 'too_deep'],
    ['{"event":"call_ended"}', 'schema_mismatch'],
    ['{"event":"call_ended","call":{"call_id":7}}', 'schema_mismatch'],
  ])('cannot read %s', (payload, reason) => {
    expect(deliver(payload)).toEqual({ kind: 'unreadable', reason })
  })

  it('needs no more of a call than its id', () => {
    const event = eventOf({ event: 'call_ended', call: { call_id: 'call_1' } })
    expect(event.transition?.parameters).toMatchObject({ call_status: 'ended', call_outcome: 'other', call_from: null })
  })

  it('reads past absent, null, foreign and unstorable values', () => {
    const odd = {
      call_id: 'call_1',
      agent_version: 'latest',
      start_timestamp: 1e300,
      call_status: 'paused',
      transcript: 'a\u0000b\ud800',
    }
    const event = eventOf({
      event: 'call_ended',
      call: { ...odd, call_analysis: 'none', transcript_object: [null, 7, {}] },
    })
    expect(event.occurredAt).toEqual(receivedAt)
    expect(event.transition?.parameters).toMatchObject({
      call_status: 'ended',
      call_agent_version: null,
      call_started_at: null,
      call_transcript: 'a\ufffdb\ufffd',
      call_transcript_turns: null,
    })
  })
})
