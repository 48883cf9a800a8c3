import { retellCallEventSchema } from '../../../calls/adapters/retell/retell-call-event-schema.ts'
import { isRetellCallEventType, toCallEvent } from '../../../calls/adapters/retell/to-call-event.ts'
import type { CallEvent } from '../../../calls/domain/call-event.ts'
import type { CallFacts } from '../../../calls/domain/call-facts.ts'
import { toCallParameters } from '../../../calls/domain/to-call-parameters.ts'
import { type InboundDelivery, type InboundReading, toInboundEvent } from '../../domain/inbound-delivery.ts'
import { parseWebhookBody } from '../../domain/parse-webhook-body.ts'

export type RetellDelivery = InboundDelivery & {
  /** Parameters of the consent ledger's fragment for this event, where the call is evidence. */
  readonly ledgerFor?: ((event: CallEvent) => Readonly<Record<string, unknown>> | undefined) | undefined
}

/** Come once for a call; the others repeat, so their content is part of their key. */
const once: ReadonlySet<string> = new Set(['call_started', 'call_ended', 'call_analyzed'])

/** The long parts of a call: the first is read by fixed paths, the other not at all. */
const droppedKeys: ReadonlySet<string> = new Set(['transcript_object', 'transcript_with_tool_calls'])

const longestType = 255

/** Reads a verified delivery of Retell. An event that is not about a call, or not known, has no transition. */
export function retellInbound(delivery: RetellDelivery): InboundReading {
  const parsed = parseWebhookBody(delivery.body, droppedKeys)
  if (!parsed.ok) return { kind: 'unreadable', reason: parsed.reason }
  const eventType = typeOf(parsed.value)
  if (!isRetellCallEventType(eventType))
    return toInboundEvent(delivery, { provider: 'retell', eventType, eventKey: `${eventType}:${delivery.digest}` })
  const payload = retellCallEventSchema.safeParse(parsed.value)
  const event = payload.success ? toCallEvent(payload.data, delivery.receivedAt) : undefined
  if (event === undefined) return { kind: 'unreadable', reason: 'schema_mismatch' }
  const { type, occurredAt, call } = event
  const key = `${call.providerCallId}:${eventType}`
  return toInboundEvent(delivery, {
    provider: 'retell',
    eventType,
    eventKey: once.has(eventType) ? key : `${key}:${delivery.digest}`,
    occurredAt,
    routing: { agentId: call.agentId ?? undefined, number: ourNumber(call) },
    transition: {
      kind: 'call',
      parameters: { ...toCallParameters(call), ...delivery.ledgerFor?.(event) },
      event: { type, data: {} },
    },
  })
}

function typeOf(payload: unknown): string {
  const isObject = typeof payload === 'object' && payload !== null
  const event: unknown = isObject && 'event' in payload ? payload.event : undefined
  return typeof event === 'string' && event.length <= longestType ? event : 'unknown'
}

function ourNumber({ direction, from, to }: CallFacts): string | undefined {
  return (direction === 'inbound' ? to : from) ?? undefined
}
