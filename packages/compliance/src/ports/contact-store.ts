import type { BusinessId, Channel, Purpose } from '@cloudgreet/core'

import type { ConsentEvent } from '../domain/consent/consent-event.ts'

/** The person that a decision is about. */
export type ContactSubject = { readonly businessId: BusinessId; readonly address: string }

/** One send that the gate said yes to. */
export type ContactIntent = {
  readonly intentKey: string
  readonly channel: Channel
  readonly purpose: Purpose
  readonly openedAt: Date
}

/** What the contact gate reads and writes, with the person locked. */
export interface ContactSession {
  /** The person's consent events on every channel, legacy ones too, without those that the intent itself wrote. */
  history(withoutIntent: string): Promise<readonly ConsentEvent[]>

  /**
   * Keeps the intent; the same key again counts one more attempt.
   *
   * @returns false when the key stands for another person, channel or purpose: nothing was kept
   */
  keepIntent(intent: ContactIntent): Promise<boolean>

  /** Appends `optout_confirmation_sent` for the intent, once. */
  recordConfirmation(intent: ContactIntent): Promise<void>
}

/** Where the contact gate keeps its decisions. */
export interface ContactStore {
  /**
   * Runs the work in one transaction that holds the person's lock; every ledger entry on the person waits for it.
   * Whatever the work throws undoes all it wrote.
   */
  withSubject<Result>(subject: ContactSubject, work: (session: ContactSession) => Promise<Result>): Promise<Result>

  /**
   * The consent events of several people, by address, legacy ones too; the number of queries does not grow with them.
   * Nobody is locked: for showing, never for deciding.
   */
  histories(businessId: BusinessId, addresses: readonly string[]): Promise<ReadonlyMap<string, readonly ConsentEvent[]>>

  /** True when an intent of this key was ever kept. */
  hasIntent(intentKey: string): Promise<boolean>
}
