import type { Channel } from '@cloudgreet/core'

import type { LedgerTerms } from './ledger-event.ts'

/** What the chain says of one event: who, what, when, and a digest of the evidence. Never an address or a text. */
export type ChainedEvent = {
  readonly id: string
  readonly channel: Channel
  readonly eventType: string
  readonly subjectRef: string
  readonly terms: LedgerTerms
  /** SHA-256 of the evidence in canonical form, hexadecimal. */
  readonly metadataDigest: string
  readonly occurredAt: Date
  readonly createdAt: Date
  /** Rows of monitors and demo tenants. */
  readonly synthetic: boolean
}

/** One row of a business's chain. */
export type LedgerRow = ChainedEvent & {
  /** 1 for the first; a `bigint` as text. */
  readonly chainSeq: string
  /** Head of the chain before it; for the first, SHA-256 of the business's id. */
  readonly chainPrev: Uint8Array
  /** SHA-256 of `chainPrev`, the sequence number as eight big-endian bytes, and `canonical`. */
  readonly chainHead: Uint8Array
  readonly canonical: Uint8Array
}
