import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { Transaction } from '../../kernel/ports/transactions.ts'
import type { Channel } from '../domain/purpose.ts'

export interface ConsentRecord {
  readonly businessId: BusinessId
  /** E.164 number or email address of the person. */
  readonly address: string
  readonly channel: Channel
  /** Event type of the ledger: `consent_granted`, `onboarding_submitted`, `consent_revoked`, … */
  readonly type: string
  readonly occurredAt: Date
  /** Recording twice under one key records once. */
  readonly idempotencyKey: string
  /** Evidence, kept erasable beside the chain: request, form version, text shown, IP, user agent. */
  readonly metadata: Readonly<Record<string, unknown>>
  /** Rows of monitors; counted nowhere. Default: false. */
  readonly synthetic?: boolean
}

/** Writes to the consent ledger: append-only, hash-chained per business. */
export interface ConsentRecorder {
  /**
   * Appends one event. A failure fails the caller's operation: what cannot be proven is not done.
   *
   * @param transaction - join this one; without it the event gets a transaction of its own
   */
  record(record: ConsentRecord, transaction?: Transaction): Promise<void>
}
