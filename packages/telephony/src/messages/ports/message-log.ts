import type { BusinessId, Page, PageQuery, PhoneNumber, Purpose } from '@cloudgreet/core'
import type { Message } from '@cloudgreet/core/contract'

import type { MessageFacts } from '../domain/message-facts.ts'

/** A text that a vendor took from us. */
export interface OutboundMessage {
  readonly provider: string
  /** The vendor's id: its events name the text by it. */
  readonly providerMessageId: string
  /** Our number. */
  readonly from: PhoneNumber
  readonly to: PhoneNumber
  readonly text: string
  readonly purpose: Purpose
  /** Of the send: recording it again changes nothing. */
  readonly idempotencyKey: string
  readonly sentAt: Date
}

/** All texts with one person. */
export interface MessageThreadSummary {
  /** The person's number. */
  readonly number: string
  readonly lastMessage: Message
  readonly messageCount: number
}

/** The texts of a business, in and out. Every member sees that business's texts only. */
export interface MessageLog {
  /**
   * Newest first.
   *
   * @throws {InvalidCursorError}
   */
  list(business: BusinessId, page: PageQuery): Promise<Page<Message>>

  /** Undefined when the business has no such text. */
  get(business: BusinessId, messageId: string): Promise<Message | undefined>

  /** The text that was sent under this key; undefined when none was recorded. */
  findByIdempotencyKey(business: BusinessId, idempotencyKey: string): Promise<Message | undefined>

  /** Texts of the calendar day that `now` falls in, in the business's time zone. */
  countToday(business: BusinessId, at: { readonly now: Date; readonly timeZone: string }): Promise<number>

  /**
   * Stores a text of ours and tells the business's stream (`message_sent`), both or neither, once for each key.
   * A vendor's event may have come first: then the text keeps the status that the event gave it.
   *
   * @throws {InvalidArgumentError} when the vendor's id is that of another text
   */
  recordOutbound(business: BusinessId, message: OutboundMessage): Promise<Message>

  /**
   * Takes in what the vendor said of a text of ours when it was asked, by the rule of {@link mergeMessageFacts}, and
   * tells the stream (`message_updated`) when the status rose.
   *
   * @returns undefined when the business has no such text
   */
  recordStatus(business: BusinessId, facts: MessageFacts): Promise<Message | undefined>

  /**
   * One for each person, the one with the newest text first.
   *
   * @throws {InvalidCursorError}
   */
  listThreads(business: BusinessId, page: PageQuery): Promise<Page<MessageThreadSummary>>

  /**
   * The texts with one number, newest first; none with a number that never texted.
   *
   * @throws {InvalidCursorError}
   */
  listThread(business: BusinessId, number: string, page: PageQuery): Promise<Page<Message>>
}
