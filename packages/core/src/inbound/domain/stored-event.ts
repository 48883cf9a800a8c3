import type { BusinessId, EventId } from '../../kernel/domain/ids.ts'
import type { InboundEvent } from './inbound-event.ts'

/** `failed` waits for its next try, `dead` and `quarantined` for an operator, `unrouted` for a business or a package. */
export type InboxStatus = 'processed' | 'unrouted' | 'failed' | 'dead' | 'quarantined'

/** An event as the inbox keeps it. */
export interface StoredEvent {
  readonly id: EventId
  readonly provider: string
  readonly account: string
  readonly eventKey: string
  readonly eventType: string | undefined
  /** Undefined while unrouted. */
  readonly businessId: BusinessId | undefined
  readonly status: InboxStatus
  /** The bytes as received; their signature was verified then. */
  readonly body: Uint8Array
  readonly receivedAt: Date
  readonly occurredAt: Date | undefined
  /** Tries so far, the one that is on included. It is the fencing token, too: each claim moves it on. */
  readonly attempts: number
}

/** What a package makes of a stored event when it is tried again. */
export type ReadEvent = Pick<InboundEvent, 'eventKey' | 'routing' | 'transition' | 'occurredAt' | 'eventType'>

/** What a vendor's package makes of the bytes. Without a transition they are known to no package. */
export type DeliveryReading =
  | ({ readonly isReadable: true } & ReadEvent)
  /** `reason` in snake_case: `not_json`, `too_deep`. */
  | { readonly isReadable: false; readonly reason: string }

/** Reads a stored event anew, as on its arrival. A throw counts as a failed try. */
export type EventReader = (stored: StoredEvent) => DeliveryReading | Promise<DeliveryReading>

/** What reading a stored event gave. */
export type ReadingAttempt =
  | { readonly isRead: true; readonly reading: DeliveryReading }
  | { readonly isRead: false; readonly error: unknown }

/** Reads it, whatever the package does: what throws has failed to read. */
export async function attemptReading(reapply: EventReader, stored: StoredEvent): Promise<ReadingAttempt> {
  try {
    return { isRead: true, reading: await reapply(stored) }
  } catch (error) {
    return { isRead: false, error }
  }
}
