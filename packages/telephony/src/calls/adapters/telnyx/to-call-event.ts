import { toInstant, toStorableText } from '../../../webhooks/domain/storable-values.ts'
import type { CallEvent, CallEventType } from '../../domain/call-event.ts'
import type { CallFacts, CallOutcome, CallStatus } from '../../domain/call-facts.ts'
import { toCallOutcome } from '../../domain/call-outcome.ts'
import { findDisconnectionReason, toSipReason } from '../../domain/disconnection-reasons.ts'
import type { TelnyxCallPayload } from './telnyx-call-payload-schema.ts'

const events: Readonly<Record<string, { type: CallEventType; status: CallStatus }>> = {
  'call.initiated': { type: 'call_initiated', status: 'registered' },
  'call.answered': { type: 'call_started', status: 'ongoing' },
  'call.bridged': { type: 'call_bridged', status: 'ongoing' },
  'call.hangup': { type: 'call_ended', status: 'ended' },
}

const longestDurationMs = 2_147_483_647

/** Ends of a call that nobody took; Telnyx reports every end as `call.hangup`. */
const unconnected: ReadonlySet<CallOutcome | undefined> = new Set(['no_answer', 'busy', 'failed'])

export function isTelnyxCallEventType(eventType: string): boolean {
  return Object.hasOwn(events, eventType)
}

/** @returns undefined for an event that moves no call */
export function toCallEvent(
  eventType: string,
  payload: TelnyxCallPayload,
  { occurredAt, receivedAt }: { occurredAt: Date; receivedAt: Date },
): CallEvent | undefined {
  const known = isTelnyxCallEventType(eventType) ? events[eventType] : undefined
  if (known === undefined) return undefined
  return { type: known.type, occurredAt, call: toCallFacts(payload, known, { occurredAt, receivedAt }) }
}

function toCallFacts(
  payload: TelnyxCallPayload,
  { type, status: implied }: { type: CallEventType; status: CallStatus },
  { occurredAt, receivedAt }: { occurredAt: Date; receivedAt: Date },
): CallFacts {
  const disconnectionReason = type === 'call_ended' ? toDisconnectionReason(payload) : null
  const status = unconnected.has(findDisconnectionReason(disconnectionReason ?? '')?.outcome)
    ? 'not_connected'
    : implied
  const startedAt = parseInstant(payload.start_time)
  const endedAt = type === 'call_ended' ? (parseInstant(payload.end_time) ?? occurredAt) : null
  return {
    provider: 'telnyx',
    providerCallId: toStorableText(payload.call_control_id) ?? '',
    route: 'call-control',
    direction: payload.direction === 'outgoing' ? 'outbound' : 'inbound',
    agentId: null,
    agentVersion: null,
    from: toStorableText(payload.from),
    to: toStorableText(payload.to),
    status,
    outcome: toCallOutcome({ status, disconnectionReason, isVoicemail: false }),
    disconnectionReason,
    disconnectionStage: disconnectionReason === null ? 0 : 1,
    transcript: null,
    transcriptTurns: null,
    summary: null,
    sentiment: null,
    isSuccessful: null,
    transfer: null,
    recordingUrl: null,
    recordingExpiresAt: null,
    multiChannelRecordingUrl: null,
    scrubbedRecordingUrl: null,
    scrubbedMultiChannelRecordingUrl: null,
    isRecordingWithheld: type === 'call_ended',
    durationMs: toDurationMs(startedAt, endedAt),
    startedAt,
    endedAt,
    analyzedAt: null,
    firstSeenAt: receivedAt,
    updatedAt: receivedAt,
  }
}

/** Telnyx's word, or the SIP answer where Telnyx has none for it. */
function toDisconnectionReason({ hangup_cause, sip_hangup_cause }: TelnyxCallPayload): string | null {
  const cause = toStorableText(hangup_cause)
  return cause === null || cause === 'unspecified' ? (toSipReason(sip_hangup_cause) ?? cause) : cause
}

function toDurationMs(startedAt: Date | null, endedAt: Date | null): number | null {
  if (startedAt === null || endedAt === null) return null
  return Math.min(Math.max(0, endedAt.getTime() - startedAt.getTime()), longestDurationMs)
}

function parseInstant(text: string | null | undefined): Date | null {
  return toInstant(Date.parse(text ?? ''))
}
