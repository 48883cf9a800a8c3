import type { BusinessId, EventId } from '../../kernel/domain/ids.ts'
import type { InboundEvent } from './inbound-event.ts'

/** An event as the inbox keeps it. */
export interface StoredEvent {
  readonly id: EventId
  readonly provider: string
  readonly account: string
  readonly eventKey: string
  readonly eventType: string | undefined
  /** Undefined while unrouted. */
  readonly businessId: BusinessId | undefined
  /** The bytes as received; their signature was verified then. */
  readonly body: Uint8Array
  readonly receivedAt: Date
  readonly occurredAt: Date | undefined
  /** Tries so far, the one that is on included. */
  readonly attempts: number
}

/** What a package makes of a stored event when it is tried again. */
export type ReadEvent = Pick<InboundEvent, 'routing' | 'transition' | 'occurredAt' | 'eventType'>

/**
 * Reads a stored event anew, as on its arrival. Undefined: known to no package.
 * A throw counts as a failed try.
 */
export type EventReader = (stored: StoredEvent) => ReadEvent | undefined | Promise<ReadEvent | undefined>
