import type { InboundEvent, InboundReceipt } from '../domain/inbound-event.ts'

/** Stores verified events and applies them, in one transaction. */
export interface Inbox {
  /**
   * Returns once the event is committed: only then may the vendor hear 2xx.
   *
   * @throws {UnavailableError} when it cannot commit: answer 503, the vendor delivers again
   */
  accept(event: InboundEvent): Promise<InboundReceipt>

  /** Keeps verified bytes that are no JSON, or not the JSON we know, for an operator. */
  quarantine(event: Omit<InboundEvent, 'transition' | 'routing' | 'eventType' | 'occurredAt'>, reason: string): Promise<void>

  /** Records the HTTP status that the delivery was answered with, and when. */
  recordAnswer(provider: string, eventKey: string, status: number, at: Date): void
}
