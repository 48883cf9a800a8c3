import type { Json } from '../../workflows/ports/workflows.ts'
import type { BusinessId, EventId } from '../../kernel/domain/ids.ts'

/** How the business of an event is found: from our own tables, never from what the payload claims. */
export interface InboundRouting {
  /** The vendor's id of the agent: `businesses.retell_agent_id`. */
  readonly agentId?: string | undefined
  /** The number of ours that was called or texted, or that sent: `businesses.phone_number`. */
  readonly number?: string | undefined
}

/** A verified webhook on its way into the database. */
export interface InboundEvent {
  readonly id: EventId
  /** `retell`, `telnyx`, … */
  readonly provider: string
  /** The vendor account it came from; one account's keys never collide with another's. */
  readonly account: string
  /** Names the event for the vendor: the same key again is a duplicate delivery. Never the signature. */
  readonly eventKey: string
  readonly eventType: string
  readonly receivedAt: Date
  readonly occurredAt: Date
  /** The bytes as received. */
  readonly body: Uint8Array
  /** SHA-256 of `body`, hexadecimal. */
  readonly bodyDigest: string
  readonly routing: InboundRouting
  /** Undefined: known to no package. It is stored as `unrouted`, visible and replayable. */
  readonly transition?: InboundTransition | undefined
}

/** What an event changes, prepared by the package that understands it. */
export interface InboundTransition {
  /** Name of the composed statement that applies it: `call`, `message_received`, `message_status`. */
  readonly kind: string
  /** Values of that statement's fragments, by parameter name; one for a `jsonb` parameter as it is, not as JSON text. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** The event that the business's stream gets. */
  readonly event: {
    readonly type: string
    /** Merged over what the fragment returns as `data`. */
    readonly data: { readonly [name: string]: Json | undefined }
    readonly workflow?: string | undefined
  }
}

export type InboundOutcome =
  /** Stored and applied. */
  | 'accepted'
  /** The same key was here before: nothing changed. */
  | 'duplicate'
  /** Stored; no business holds that agent or number, or no package knows the type. */
  | 'unrouted'
  /** Stored; applying it failed and is tried again, durably. */
  | 'failed'

export interface InboundReceipt {
  readonly outcome: InboundOutcome
  readonly businessId?: BusinessId | undefined
  /** Same key, other bytes: the first was kept. */
  readonly conflict?: boolean | undefined
}
