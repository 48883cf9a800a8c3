import type { TranscriptTurn } from '@cloudgreet/core/contract'

import { toInstant, toStorableText } from '../../../webhooks/domain/storable-values.ts'
import type { CallEvent, CallEventType } from '../../domain/call-event.ts'
import { callStatusRanks, type CallFacts, type CallStatus } from '../../domain/call-facts.ts'
import { toCallOutcome } from '../../domain/call-outcome.ts'
import type { RetellCallEvent } from './retell-call-event-schema.ts'
import { toRecordingFacts } from './to-recording-facts.ts'
import { toTransferFacts } from './to-transfer-facts.ts'

/** Retell's call events, each with the status it implies and its stage: a later stage knows more of the call. */
const stages: Readonly<Record<string, { type: CallEventType; status: CallStatus; stage: number }>> = {
  call_started: { type: 'call_started', status: 'ongoing', stage: 1 },
  transcript_updated: { type: 'transcript_updated', status: 'ongoing', stage: 2 },
  transfer_started: { type: 'transfer_started', status: 'ongoing', stage: 3 },
  transfer_bridged: { type: 'transfer_bridged', status: 'ongoing', stage: 3 },
  transfer_cancelled: { type: 'transfer_cancelled', status: 'ongoing', stage: 3 },
  call_ended: { type: 'call_ended', status: 'ended', stage: 4 },
  transfer_ended: { type: 'transfer_ended', status: 'ended', stage: 5 },
  call_analyzed: { type: 'call_analyzed', status: 'ended', stage: 6 },
}

/** Every event of Retell about a call. */
export const retellCallEventTypes: readonly string[] = Object.keys(stages)

export function isRetellCallEventType(event: string): boolean {
  return Object.hasOwn(stages, event)
}

/** @returns undefined for an event that tells nothing about a call */
export function toCallEvent(payload: RetellCallEvent, receivedAt: Date): CallEvent | undefined {
  const known = isRetellCallEventType(payload.event) ? stages[payload.event] : undefined
  if (known === undefined) return undefined
  const occurredAt = toOccurredAt(payload, known.stage) ?? receivedAt
  return { type: known.type, occurredAt, call: toCallFacts(payload, known, { occurredAt, receivedAt }) }
}

function toOccurredAt({ event_timestamp, call }: RetellCallEvent, stage: number): Date | null {
  const ownTimestamp = stage < 2 ? call.start_timestamp : stage < 4 ? null : call.end_timestamp
  return toInstant(event_timestamp) ?? toInstant(ownTimestamp)
}

function toCallFacts(
  payload: RetellCallEvent,
  { type, status: implied, stage }: { type: CallEventType; status: CallStatus; stage: number },
  { occurredAt, receivedAt }: { occurredAt: Date; receivedAt: Date },
): CallFacts {
  const { call } = payload
  const status = isCallStatus(call.call_status) ? call.call_status : implied
  const disconnectionReason = toStorableText(call.disconnection_reason)
  const isVoicemail = call.call_analysis?.in_voicemail === true
  return {
    provider: 'retell',
    providerCallId: toStorableText(call.call_id) ?? '',
    route: 'trunk',
    direction: call.direction === 'outbound' ? 'outbound' : 'inbound',
    agentId: toStorableText(call.agent_id),
    agentVersion: toInteger(call.agent_version),
    from: toStorableText(call.from_number),
    to: toStorableText(call.to_number),
    status,
    outcome: type === 'transfer_bridged' ? 'transferred' : toCallOutcome({ status, disconnectionReason, isVoicemail }),
    disconnectionReason,
    disconnectionStage: disconnectionReason === null ? 0 : stage,
    transcript: toStorableText(call.transcript),
    transcriptTurns: toTurns(call.transcript_object),
    summary: toStorableText(call.call_analysis?.call_summary),
    sentiment: toStorableText(call.call_analysis?.user_sentiment),
    isSuccessful: call.call_analysis?.call_successful ?? null,
    transfer: toTransferFacts(type, payload),
    ...toRecordingFacts(call, occurredAt),
    durationMs: toInteger(call.duration_ms),
    startedAt: toInstant(call.start_timestamp),
    endedAt: toInstant(call.end_timestamp),
    analyzedAt: type === 'call_analyzed' ? receivedAt : null,
    firstSeenAt: receivedAt,
    updatedAt: receivedAt,
  }
}

function isCallStatus(status: string | null | undefined): status is CallStatus {
  return typeof status === 'string' && Object.hasOwn(callStatusRanks, status)
}

/** A whole number that fits an `integer` column. */
function toInteger(value: number | null | undefined): number | null {
  const rounded = Math.round(value ?? Number.NaN)
  return rounded >= 0 && rounded <= 2_147_483_647 ? rounded : null
}

function toTurns(turns: unknown): readonly TranscriptTurn[] | null {
  if (!Array.isArray(turns)) return null
  const known: TranscriptTurn[] = []
  for (const turn of turns) {
    const read = toTurn(turn)
    if (read !== undefined) known.push(read)
  }
  return known.length === 0 ? null : known
}

function toTurn(turn: unknown): TranscriptTurn | undefined {
  if (!isRecord(turn) || typeof turn.content !== 'string') return undefined
  const { role, words } = turn
  if (role !== 'agent' && role !== 'user' && role !== 'transfer_target') return undefined
  const first: unknown = Array.isArray(words) ? words[0] : undefined
  const startSeconds = isRecord(first) && typeof first.start === 'number' ? first.start : null
  return { role, content: toStorableText(turn.content) ?? '', startSeconds }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
