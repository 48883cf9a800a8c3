import type { CallerMessage } from '../../contract/conversations.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { PhoneNumber } from '../../kernel/domain/phone-number.ts'
import type { Transaction } from '../../kernel/ports/transactions.ts'

export interface NewCallerMessage {
  /** The vendor's id of the telephone call. */
  readonly providerCallId: string | null
  readonly callerName: string | null
  readonly callbackNumber: PhoneNumber | null
  readonly message: string
  readonly isUrgent: boolean
}

/** A place in the list: the next page begins after it. */
export interface CallerMessagePosition {
  readonly at: Date
  readonly id: string
}

/** What callers asked the agent to pass on to the owner. Every member sees that business's messages only. */
export interface CallerMessages {
  /**
   * Keeps it and tells the business's stream (`message_taken`), both or neither.
   *
   * @param transaction - join this one; without it the message gets one of its own
   */
  take(business: BusinessId, message: NewCallerMessage, transaction?: Transaction): Promise<CallerMessage>

  /** Newest first. */
  list(
    business: BusinessId,
    page: { readonly limit: number; readonly after?: CallerMessagePosition | undefined },
  ): Promise<readonly CallerMessage[]>
}
