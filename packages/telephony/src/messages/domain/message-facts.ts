import type { DeliveryFailure, Message } from '@cloudgreet/core/contract'

export type MessageStatus = Message['status']
export type MessageIntent = NonNullable<Message['intent']>

/** A text, as a vendor's event or our own send tells it. */
export type MessageFacts = {
  readonly provider: string
  readonly providerMessageId: string
  readonly direction: Message['direction']
  readonly from: string
  readonly to: string
  readonly text: string
  readonly status: MessageStatus
  /** The vendor's error code when it was not delivered. */
  readonly errorCode: string | null
  /** What that code means. */
  readonly failure: DeliveryFailure | null
  /** Parts that the carriers count and charge. */
  readonly segments: number | null
  /** `GSM-7` or `UCS-2`. */
  readonly encoding: string | null
  /** What the vendor charges for all parts; `amount` is decimal. */
  readonly cost: { readonly amount: string; readonly currency: string } | null
  readonly occurredAt: Date
}

/** A text only moves up; what is delivered stays delivered. */
export const messageStatusRanks: Readonly<Record<MessageStatus, number>> = {
  queued: 10,
  sending: 20,
  sent: 30,
  delivery_unconfirmed: 40,
  expired: 50,
  sending_failed: 60,
  delivery_failed: 70,
  delivered: 80,
  received: 90,
}

/** True once nothing more is expected of a text of ours. */
export function isFinalStatus(status: MessageStatus): boolean {
  return messageStatusRanks[status] >= messageStatusRanks.delivery_unconfirmed
}

export function isMessageStatus(status: string): status is MessageStatus {
  return Object.hasOwn(messageStatusRanks, status)
}
