import { explainTelnyxError } from '../../../messaging/domain/explain-telnyx-error.ts'
import { toInstant, toStorableText } from '../../../webhooks/domain/storable-values.ts'
import type { MessageEvent, MessageReceived } from '../../domain/message-event.ts'
import { isMessageStatus, type MessageFacts, type MessageStatus } from '../../domain/message-facts.ts'
import type { TelnyxMessagePayload } from './telnyx-message-payload-schema.ts'

/** What a status event means when its recipient carries no status that we know. */
const implied: Readonly<Record<string, MessageStatus>> = {
  'message.received': 'received',
  'message.sent': 'sent',
  'message.finalized': 'delivery_unconfirmed',
}

export function isTelnyxMessageEventType(eventType: string): boolean {
  return Object.hasOwn(implied, eventType)
}

/** @returns undefined for an event that moves no text */
export function toMessageEvent(
  eventType: string,
  payload: TelnyxMessagePayload,
  occurredAt: Date,
): MessageEvent | undefined {
  const status = isTelnyxMessageEventType(eventType) ? implied[eventType] : undefined
  if (status === undefined) return undefined
  if (status !== 'received')
    return {
      type: 'message_updated',
      occurredAt,
      message: toMessageFacts(payload, toStatus(payload, status), occurredAt),
    }
  // Not the event's own time: a later event about the same text must not make a STOP newer than the START after it.
  const receivedAt = toInstant(Date.parse(payload.received_at ?? '')) ?? occurredAt
  return {
    type: 'message_received',
    occurredAt: receivedAt,
    message: toMessageFacts(payload, status, receivedAt),
    autoresponse: toAutoresponse(payload.autoresponse_type),
    mediaCount: payload.media?.length ?? 0,
  }
}

/** A text of ours as `GET /messages/{id}` shows it. */
export function toReportedFacts(payload: TelnyxMessagePayload, readAt: Date): MessageFacts {
  const completedAt = toInstant(Date.parse(payload.completed_at ?? ''))
  return toMessageFacts(payload, toStatus(payload, 'queued'), completedAt ?? readAt)
}

function toMessageFacts(payload: TelnyxMessagePayload, status: MessageStatus, occurredAt: Date): MessageFacts {
  return {
    provider: 'telnyx',
    providerMessageId: toStorableText(payload.id) ?? '',
    direction: status === 'received' ? 'inbound' : 'outbound',
    from: toStorableText(payload.from.phone_number) ?? '',
    to: toStorableText(payload.to[0].phone_number) ?? '',
    text: toStorableText(payload.text) ?? '',
    status,
    errorCode: toStorableText(payload.errors?.[0]?.code),
    failure: toFailure(payload),
    segments: payload.parts ?? null,
    encoding: toStorableText(payload.encoding),
    cost: status === 'received' ? null : (payload.cost ?? null),
    occurredAt,
  }
}

function toFailure({ errors }: TelnyxMessagePayload): MessageFacts['failure'] {
  const [error] = errors ?? []
  const code = toStorableText(error?.code)
  return code === null ? null : explainTelnyxError(code, `${error?.title} ${error?.detail}`)
}

function toStatus(payload: TelnyxMessagePayload, fallback: MessageStatus): MessageStatus {
  const [{ status }] = payload.to
  if (status === 'read') return 'delivered'
  return typeof status === 'string' && isMessageStatus(status) ? status : fallback
}

function toAutoresponse(type: string | null | undefined): MessageReceived['autoresponse'] {
  return type === 'STOP' || type === 'START' || type === 'HELP' ? type : null
}
