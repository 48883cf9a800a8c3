import { toInstant, toStorableText } from '../../../webhooks/domain/storable-values.ts'
import type { CallEventType } from '../../domain/call-event.ts'
import type { TransferFacts, TransferKind, TransferState } from '../../domain/call-transfer.ts'
import type { RetellCallEvent } from './retell-call-event-schema.ts'

/** `transfer_option` of the SDK's transfer tools (retell-sdk 5.66, `TransferCallTool`). */
const kinds: ReadonlyMap<string, TransferKind> = new Map([
  ['cold_transfer', 'cold'],
  ['warm_transfer', 'warm'],
  ['agentic_warm_transfer', 'warm'],
])

const stateOfEvent: ReadonlyMap<CallEventType, TransferState> = new Map([
  ['transfer_started', 'started'],
  ['transfer_bridged', 'bridged'],
  ['transfer_cancelled', 'cancelled'],
  ['transfer_ended', 'ended'],
])

/** The transfer's own events are off by default, so the end of the call tells of a transfer, too. */
const stateOfReason: ReadonlyMap<string, TransferState> = new Map([
  ['call_transfer', 'bridged'],
  ['transfer_bridged', 'bridged'],
  ['transfer_cancelled', 'cancelled'],
])

/**
 * What the event tells of putting the call through; null when it tells nothing.
 * Its times are the vendor's alone: the moment of arrival would depend on the order.
 */
export function toTransferFacts(type: CallEventType, payload: RetellCallEvent): TransferFacts | null {
  const { call } = payload
  const occurredAt = toInstant(payload.event_timestamp)
  const destination = toStorableText(payload.transfer_destination) ?? toStorableText(call.transfer_destination)
  const legEndedAt = toInstant(call.transfer_end_timestamp)
  const state =
    stateOfEvent.get(type) ??
    (legEndedAt === null ? stateOfReason.get(call.disconnection_reason ?? '') : 'ended') ??
    (destination === null ? undefined : 'requested')
  if (state === undefined) return null
  return {
    kind: kinds.get(payload.transfer_option ?? call.transfer_option ?? '') ?? null,
    state,
    destination,
    startedAt: type === 'transfer_started' ? occurredAt : null,
    bridgedAt: type === 'transfer_bridged' ? occurredAt : null,
    endedAt: legEndedAt ?? (type === 'transfer_ended' ? occurredAt : null),
  }
}
