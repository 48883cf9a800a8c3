import type { InboundEvent, InboundTransition } from '@cloudgreet/core/inbound'
import { z } from 'zod'

import { findClientState, type LineEvent, toLineEvent } from '../../../call-control/adapters/telnyx/to-line-event.ts'
import { telnyxCallPayloadSchema } from '../../../calls/adapters/telnyx/telnyx-call-payload-schema.ts'
import { isTelnyxCallEventType, toCallEvent } from '../../../calls/adapters/telnyx/to-call-event.ts'
import type { CallEvent } from '../../../calls/domain/call-event.ts'
import { toCallParameters } from '../../../calls/domain/to-call-parameters.ts'
import { telnyxMessagePayloadSchema } from '../../../messages/adapters/telnyx/telnyx-message-payload-schema.ts'
import { isTelnyxMessageEventType, toMessageEvent } from '../../../messages/adapters/telnyx/to-message-event.ts'
import type { MessageDecision, MessageReceived, MessageUpdated } from '../../../messages/domain/message-event.ts'
import { toMessageParameters } from '../../../messages/domain/to-message-parameters.ts'
import { type InboundDelivery, type InboundReading, toInboundEvent } from '../../domain/inbound-delivery.ts'
import { parseWebhookBody } from '../../domain/parse-webhook-body.ts'
import { toInstant } from '../../domain/storable-values.ts'

export type TelnyxDelivery = InboundDelivery & {
  /** What the consent rules make of an inbound text. Default: nothing. */
  readonly decide?: ((message: MessageReceived) => MessageDecision) | undefined
  /** Parameters of the consent ledger's fragment for a text of ours, where its failure says something of consent. */
  readonly ledgerForText?: ((update: MessageUpdated) => Readonly<Record<string, unknown>> | undefined) | undefined
  /** Parameters of the consent ledger's fragment for a call's event, where the call is evidence. */
  readonly ledgerFor?: ((event: CallEvent) => Readonly<Record<string, unknown>> | undefined) | undefined
  /** The workflow that carries on with a caller's call: `controlCallName`. Default: none, calls are only recorded. */
  readonly callWorkflow?: string | undefined
}

const envelopeSchema = z.object({
  data: z.object({
    id: z.string().min(1).max(255),
    event_type: z.string().min(1).max(255),
    occurred_at: z.string().nullish().catch(null),
    payload: z.unknown().optional(),
  }),
})

type Effect = { readonly number: string | undefined; readonly transition: InboundTransition }
type Moments = { readonly occurredAt: Date; readonly receivedAt: Date }

/**
 * Reads a verified delivery of Telnyx, voice or messaging. What is neither, or not in the envelope
 * (verification of toll-free numbers, number orders), has no transition.
 */
export function telnyxInbound(delivery: TelnyxDelivery): InboundReading {
  const parsed = parseWebhookBody(delivery.body)
  if (!parsed.ok) return { kind: 'unreadable', reason: parsed.reason }
  const envelope = envelopeSchema.safeParse(parsed.value)
  if (!envelope.success)
    return toInboundEvent(delivery, {
      provider: 'telnyx',
      eventType: 'unknown',
      eventKey: `unknown:${delivery.digest}`,
    })
  const { id: eventKey, event_type: eventType, occurred_at, payload } = envelope.data.data
  const occurredAt = toInstant(Date.parse(occurred_at ?? '')) ?? delivery.receivedAt
  const fields = { provider: 'telnyx', eventType, eventKey, occurredAt }
  const line = eventType.startsWith('call.') ? toLineEvent(eventType, payload) : undefined
  if (line !== undefined) return toInboundEvent(delivery, { ...fields, ...toLineEffect(line, delivery) })
  if (!isTelnyxCallEventType(eventType) && !isTelnyxMessageEventType(eventType)) return toInboundEvent(delivery, fields)
  const moments = { occurredAt, receivedAt: delivery.receivedAt }
  const effect =
    toCallEffect(eventType, payload, { ...delivery, moments }) ??
    toMessageEffect(eventType, payload, { ...delivery, moments })
  if (effect === undefined) return { kind: 'unreadable', reason: 'schema_mismatch' }
  return toInboundEvent(delivery, { ...fields, routing: { number: effect.number }, transition: effect.transition })
}

function toCallEffect(
  eventType: string,
  payload: unknown,
  {
    moments,
    ledgerFor,
    callWorkflow,
  }: Pick<TelnyxDelivery, 'ledgerFor' | 'callWorkflow'> & { readonly moments: Moments },
): Effect | undefined {
  const parsed = telnyxCallPayloadSchema.safeParse(payload)
  const event = parsed.success ? toCallEvent(eventType, parsed.data, moments) : undefined
  if (event === undefined) return undefined
  const { type, call } = event
  const isInbound = call.direction === 'inbound'
  const number = isInbound ? call.to : call.from
  const parameters = { ...toCallParameters(call), ...ledgerFor?.(event) }
  const state = findClientState(payload)
  const data = state === undefined ? {} : { target: state.target }
  const workflow = isInbound ? callWorkflow : undefined
  return { number: number ?? undefined, transition: { kind: 'call', parameters, event: { type, data, workflow } } }
}

/** Events of a controlled call's other lines find their business by the number that we attached to the line. */
function toLineEffect(
  { type, state, cause, recordingUrl }: LineEvent,
  { callWorkflow }: Pick<TelnyxDelivery, 'callWorkflow'>,
): Pick<InboundEvent, 'routing' | 'transition'> {
  const parameters = { line_control_id: state.controlId, line_recording_url: recordingUrl }
  const data = { target: state.target, cause }
  return {
    routing: { number: state.number },
    transition: { kind: 'call_line', parameters, event: { type, data, workflow: callWorkflow } },
  }
}

function toMessageEffect(
  eventType: string,
  payload: unknown,
  { moments, decide, ledgerForText }: Pick<TelnyxDelivery, 'decide' | 'ledgerForText'> & { readonly moments: Moments },
): Effect | undefined {
  const parsed = telnyxMessagePayloadSchema.safeParse(payload)
  const event = parsed.success ? toMessageEvent(eventType, parsed.data, moments.occurredAt) : undefined
  if (event === undefined) return undefined
  return event.type === 'message_received'
    ? toReceived(event, decide?.(event) ?? {})
    : toUpdated(event, ledgerForText?.(event))
}

function toReceived(received: MessageReceived, { intent, ledger, workflow, data }: MessageDecision): Effect {
  const { type, message } = received
  return {
    number: message.to,
    transition: {
      kind: 'message_received',
      parameters: { ...toMessageParameters(message, intent), ...ledger },
      event: { type, data: data ?? {}, workflow },
    },
  }
}

function toUpdated({ type, message }: MessageUpdated, ledger?: Readonly<Record<string, unknown>>): Effect {
  const parameters = { ...toMessageParameters(message), ...ledger }
  return { number: message.from, transition: { kind: 'message_status', parameters, event: { type, data: {} } } }
}
