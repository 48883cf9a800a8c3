import type { EventId } from '@cloudgreet/core'
import type { InboundEvent } from '@cloudgreet/core/inbound'

/** Verified bytes, before anybody has read them. */
export type InboundDelivery = {
  readonly body: Uint8Array
  /** SHA-256 of `body`, hexadecimal. */
  readonly digest: string
  readonly id: EventId
  readonly receivedAt: Date
  /** The vendor account whose key signed. */
  readonly account: string
}

/** Why verified bytes are kept aside instead of stored as an event. */
export type UnreadableReason = 'invalid_utf8' | 'not_json' | 'too_deep' | 'schema_mismatch'

export type InboundReading =
  | { readonly kind: 'event'; readonly event: InboundEvent }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason }

type EventFields = Pick<InboundEvent, 'provider' | 'eventKey' | 'eventType'> &
  Partial<Pick<InboundEvent, 'occurredAt' | 'routing' | 'transition'>>

/** The event of a delivery. Without `transition` it is stored as `unrouted`. */
export function toInboundEvent(delivery: InboundDelivery, fields: EventFields): InboundReading {
  const { body, digest, id, receivedAt, account } = delivery
  const event = { id, account, receivedAt, occurredAt: receivedAt, body, bodyDigest: digest, routing: {}, ...fields }
  return { kind: 'event', event }
}
