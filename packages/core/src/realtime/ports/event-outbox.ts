import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { Transaction } from '../../kernel/ports/transactions.ts'
import type { BusinessEvent, NewBusinessEvent } from '../domain/business-event.ts'

export type EventPage =
  | { readonly outcome: 'page'; readonly events: readonly BusinessEvent[]; readonly lastSeq: number }
  /** Older events than these are no longer kept: read the current state, then go on from `lastSeq`. */
  | { readonly outcome: 'too_old'; readonly lastSeq: number }

/** The stream of each business. It is the truth; every bus is only a wake-up. */
export interface EventOutbox {
  /**
   * Appends inside the caller's transaction, last: the business's counter row is locked until it commits.
   *
   * @returns the event's `seq`
   */
  append(event: NewBusinessEvent, transaction: Transaction): Promise<number>

  /** Events after `afterSeq`, oldest first, at most `limit`. */
  read(business: BusinessId, afterSeq: number, limit: number): Promise<EventPage>

  /** The newest `seq`; 0 before the first event. */
  lastSeq(business: BusinessId): Promise<number>
}
