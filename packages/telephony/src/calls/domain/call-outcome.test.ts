import { describe, expect, it } from 'vitest'

import type { CallOutcome } from './call-facts.ts'
import { explainOutcome, toCallOutcome, toSuccessRate } from './call-outcome.ts'
import { toSipReason } from './disconnection-reasons.ts'

/** Every word that the vendors document (retell-sdk 5.66, telnyx 7.24), by its outcome. */
const documented: Readonly<Record<CallOutcome, readonly string[]>> = {
  answered: [
    'user_hangup',
    'agent_hangup',
    'inactivity',
    'max_duration_reached',
    'scam_detected',
    'transfer_cancelled',
    'manual_stopped',
    'call_take_over',
    'normal_clearing',
    'time_limit',
    'sip_200',
  ],
  transferred: ['call_transfer', 'transfer_bridged'],
  voicemail: ['voicemail_reached', 'ivr_reached'],
  busy: ['dial_busy', 'user_busy', 'sip_486', 'sip_600'],
  no_answer: [
    'dial_no_answer',
    'user_declined',
    'error_user_not_joined',
    'registered_call_timeout',
    'no_answer',
    'timeout',
    'originator_cancel',
    'call_rejected',
    'sip_408',
    'sip_480',
    'sip_487',
    'sip_603',
  ],
  failed: [
    'dial_failed',
    'invalid_destination',
    'concurrency_limit_reached',
    'no_concurrency_fallback',
    'no_valid_payment',
    'telephony_provider_permission_denied',
    'telephony_provider_unavailable',
    'sip_routing_error',
    'marked_as_spam',
    'error_llm_websocket_open',
    'error_llm_websocket_lost_connection',
    'error_llm_websocket_runtime',
    'error_llm_websocket_corrupt_payload',
    'error_no_audio_received',
    'error_asr',
    'error_retell',
    'error_unknown',
    'error_not_known_yet',
    'not_found',
    'sip_404',
    'sip_403',
    'sip_503',
  ],
  other: ['unspecified', 'a_word_from_next_year', 'toString', ''],
}

const table = Object.entries(documented).flatMap(([outcome, reasons]) =>
  reasons.map((reason) => [reason, outcome as CallOutcome] as const),
)

describe('toCallOutcome', () => {
  it.each(table)('takes %s for %s', (disconnectionReason, outcome) => {
    expect(toCallOutcome({ status: 'ended', disconnectionReason, isVoicemail: false })).toBe(outcome)
  })

  it('knows no outcome while the call goes on, whatever the reason', () => {
    for (const status of ['registered', 'ongoing'] as const)
      expect(toCallOutcome({ status, disconnectionReason: 'user_hangup', isVoicemail: true })).toBeNull()
  })

  it('takes what a machine answered for voicemail, whoever hung up', () => {
    expect(toCallOutcome({ status: 'ended', disconnectionReason: 'agent_hangup', isVoicemail: true })).toBe('voicemail')
  })

  it.each([
    ['ended', 'other'],
    ['error', 'failed'],
    ['not_connected', 'no_answer'],
  ] as const)('goes by the status %s where there is no reason', (status, outcome) => {
    expect(toCallOutcome({ status, disconnectionReason: null, isVoicemail: false })).toBe(outcome)
  })
})

describe('explainOutcome', () => {
  it.each(table)('explains %s in a sentence', (disconnectionReason, outcome) => {
    expect(explainOutcome({ outcome, disconnectionReason })?.text).toMatch(/^[A-Z].*\.$/)
  })

  it('goes by the outcome where it knows better than the reason', () => {
    expect(explainOutcome({ outcome: 'voicemail', disconnectionReason: 'agent_hangup' })).toEqual({
      text: 'An answering machine took the call.',
      advice: null,
    })
  })

  it('has nothing to say of a call that goes on', () => {
    expect(explainOutcome({ outcome: null, disconnectionReason: null })).toBeNull()
  })
})

describe('toSipReason', () => {
  it('names SIP answers and nothing else', () => {
    expect(['486', '99', '700', 'unspecified', '486 ', null].map(toSipReason)).toEqual([
      'sip_486',
      null,
      null,
      null,
      null,
      null,
    ])
  })
})

describe('toSuccessRate', () => {
  it('counts answered and transferred against no answer, busy and failed; voicemail and other count for neither', () => {
    const counts = { answered: 5, transferred: 1, no_answer: 1, busy: 1, failed: 2, voicemail: 7, other: 3 }
    expect(toSuccessRate(counts)).toBe(0.6)
  })

  it('has no value where nothing counted', () => {
    expect(toSuccessRate({})).toBeNull()
    expect(toSuccessRate({ voicemail: 2, other: 1 })).toBeNull()
  })
})
