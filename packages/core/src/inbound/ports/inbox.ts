import type { InboundEvent, InboundReceipt } from '../domain/inbound-event.ts'

/** What names one delivered event: the key under which it is stored once. */
export type InboundKey = Pick<InboundEvent, 'provider' | 'account' | 'eventKey'>

/** Verified bytes that no package can read. */
export type UnreadableEvent = Omit<InboundEvent, 'transition' | 'routing' | 'eventType' | 'occurredAt'>

/** Stores verified events and applies them, in one transaction. */
export interface Inbox {
  /**
   * Returns once the event is committed: only then may the vendor hear 2xx.
   *
   * @throws {UnavailableError} when it cannot commit: answer 503, the vendor delivers again
   */
  accept(event: InboundEvent): Promise<InboundReceipt>

  /**
   * Keeps verified bytes that are no JSON, or not the JSON we know, for an operator.
   *
   * @param reason - snake_case: `not_json`, `too_deep`
   * @returns `duplicate` when they are kept already
   * @throws {UnavailableError} when it cannot commit
   */
  quarantine(event: UnreadableEvent, reason: string): Promise<'quarantined' | 'duplicate'>

  /** Records the HTTP status that the delivery was answered with, and when. Never throws and never waits. */
  recordAnswer(key: InboundKey, status: number, at: Date): void

  /** Writes the answers that are still to be recorded. */
  stop(): Promise<void>
}
