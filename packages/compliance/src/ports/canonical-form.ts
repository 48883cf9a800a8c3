import type { ChainedEvent } from '../domain/ledger/ledger-row.ts'

/** The one way to write an event as bytes, so that its hash can be made again years later: RFC 8785. */
export interface CanonicalForm {
  /**
   * The bytes that the chain hashes. The business is not in them: the chain is one business's, and the webhook
   * statement learns the business only while it runs.
   */
  eventBytes(event: ChainedEvent): Uint8Array

  /** Any JSON value. */
  bytes(value: unknown): Uint8Array
}
