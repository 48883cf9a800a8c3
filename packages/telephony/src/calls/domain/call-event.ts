import type { CallFacts } from './call-facts.ts'

export const callEventTypes = [
  'call_initiated',
  'call_started',
  'call_bridged',
  'call_ended',
  'call_analyzed',
  'transcript_updated',
  'transfer_started',
  'transfer_bridged',
  'transfer_cancelled',
  'transfer_ended',
] as const

export type CallEventType = (typeof callEventTypes)[number]

/** What a vendor tells about a call, in our words. */
export type CallEvent = {
  readonly type: CallEventType
  readonly occurredAt: Date
  readonly call: CallFacts
}
