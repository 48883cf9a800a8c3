import {
  type BusinessId,
  compareNewestFirst,
  type EventOutbox,
  type IdSource,
  InvalidArgumentError,
  type MessageId,
  type Page,
  type PageQuery,
  parsePageCursor,
  toPage,
  type Transactions,
} from '@cloudgreet/core'
import type { Message } from '@cloudgreet/core/contract'

import { toCalendarDay } from '../../../calendar/domain/calendar-day.ts'
import { countSegments } from '../../domain/count-segments.ts'
import { mergeMessageFacts } from '../../domain/merge-message-facts.ts'
import { isFinalStatus, type MessageFacts, type MessageIntent, messageStatusRanks } from '../../domain/message-facts.ts'
import type { MessageLog, MessageThreadSummary, OutboundMessage } from '../../ports/message-log.ts'

type StoredMessage = {
  readonly id: MessageId
  readonly business: BusinessId
  readonly at: Date
  readonly facts: MessageFacts
  readonly intent: MessageIntent | null
  readonly idempotencyKey: string | null
  readonly finalAt: Date | null
}

export interface MemoryMessageLogOptions {
  readonly transactions: Transactions
  readonly outbox: EventOutbox
  readonly ids: IdSource
}

/** Keeps texts in memory; {@link apply} does what the webhook statement does in the database. */
export class MemoryMessageLog implements MessageLog {
  readonly #texts = new Map<string, StoredMessage>()
  readonly #parts: MemoryMessageLogOptions

  constructor(parts: MemoryMessageLogOptions) {
    this.#parts = parts
  }

  /** @param change - `intent`: what an inbound text was taken for */
  apply(business: BusinessId, facts: MessageFacts, change: { receivedAt: Date; intent?: MessageIntent }): void {
    const known = this.#texts.get(keyOf(facts))
    if (known !== undefined && (known.business !== business || facts.direction === 'inbound')) return
    const merged = known === undefined ? facts : mergeMessageFacts(known.facts, facts)
    this.#texts.set(keyOf(facts), {
      id: known?.id ?? this.#parts.ids.next<'Message'>(),
      business,
      at: known === undefined ? change.receivedAt : earlier(known.at, change.receivedAt),
      facts: merged,
      finalAt: mergeFinalAt(known, facts),
      intent: known?.intent ?? change.intent ?? null,
      idempotencyKey: known?.idempotencyKey ?? null,
    })
  }

  async list(business: BusinessId, { cursor, limit }: PageQuery): Promise<Page<Message>> {
    const after = parsePageCursor(cursor)
    const rows = this.#of(business)
      .toSorted(compareNewestFirst)
      .filter((text) => after === undefined || compareNewestFirst(text, after) > 0)
    return toPage(rows, limit, toMessage)
  }

  async get(business: BusinessId, messageId: string): Promise<Message | undefined> {
    const found = this.#of(business).find(({ id }) => id === messageId)
    return found && toMessage(found)
  }

  async findByIdempotencyKey(business: BusinessId, idempotencyKey: string): Promise<Message | undefined> {
    const found = this.#of(business).find((text) => text.idempotencyKey === idempotencyKey)
    return found && toMessage(found)
  }

  async countToday(business: BusinessId, { now, timeZone }: { now: Date; timeZone: string }): Promise<number> {
    const today = toCalendarDay(now, timeZone)
    return this.#of(business).filter(({ at }) => at <= now && toCalendarDay(at, timeZone) === today).length
  }

  recordOutbound(business: BusinessId, message: OutboundMessage): Promise<Message> {
    return this.#parts.transactions.asTenant(business, async (transaction) => {
      const recorded = await this.findByIdempotencyKey(business, message.idempotencyKey)
      if (recorded !== undefined) return recorded
      const known = this.#texts.get(keyOf(message))
      if (known !== undefined && (known.business !== business || known.idempotencyKey !== null))
        throw new InvalidArgumentError('Another text is recorded under this id of the vendor.')
      const stored = this.#toStored(business, message, known)
      const sent = toMessage(stored)
      const event = { id: this.#parts.ids.next<'Event'>(), businessId: business, type: 'message_sent' }
      await this.#parts.outbox.append({ ...event, occurredAt: message.sentAt, data: { message: sent } }, transaction)
      this.#texts.set(keyOf(message), stored)
      return sent
    })
  }

  async recordStatus(business: BusinessId, facts: MessageFacts): Promise<Message | undefined> {
    const known = this.#texts.get(keyOf(facts))
    if (known === undefined || known.business !== business) return undefined
    this.apply(business, facts, { receivedAt: facts.occurredAt })
    const stored = this.#texts.get(keyOf(facts)) ?? known
    if (stored.facts.status !== known.facts.status)
      await this.#parts.transactions.asTenant(business, (transaction) =>
        this.#parts.outbox.append(
          {
            id: this.#parts.ids.next<'Event'>(),
            businessId: business,
            type: 'message_updated',
            occurredAt: facts.occurredAt,
            data: { message: toMessage(stored) },
          },
          transaction,
        ),
      )
    return toMessage(stored)
  }

  async listThreads(business: BusinessId, { cursor, limit }: PageQuery): Promise<Page<MessageThreadSummary>> {
    const after = parsePageCursor(cursor)
    const texts = this.#of(business).toSorted(compareNewestFirst)
    const newest = texts.filter(
      (text, place) => texts.findIndex((other) => counterpartOf(other) === counterpartOf(text)) === place,
    )
    const rows = newest.filter((text) => after === undefined || compareNewestFirst(text, after) > 0)
    return toPage(rows, limit, (text) => ({
      number: counterpartOf(text),
      lastMessage: toMessage(text),
      messageCount: texts.filter((other) => counterpartOf(other) === counterpartOf(text)).length,
    }))
  }

  async listThread(business: BusinessId, number: string, { cursor, limit }: PageQuery): Promise<Page<Message>> {
    const after = parsePageCursor(cursor)
    const rows = this.#of(business)
      .filter((text) => counterpartOf(text) === number)
      .toSorted(compareNewestFirst)
      .filter((text) => after === undefined || compareNewestFirst(text, after) > 0)
    return toPage(rows, limit, toMessage)
  }

  #toStored(business: BusinessId, message: OutboundMessage, known: StoredMessage | undefined): StoredMessage {
    const { idempotencyKey, sentAt, purpose: _purpose, ...text } = message
    const { segments, encoding } = countSegments(text.text)
    const justSent = { direction: 'outbound', status: 'queued', errorCode: null, failure: null, cost: null } as const
    return {
      id: known?.id ?? this.#parts.ids.next<'Message'>(),
      business,
      at: known === undefined ? sentAt : earlier(known.at, sentAt),
      facts:
        known === undefined
          ? { ...text, ...justSent, segments, encoding, occurredAt: sentAt }
          : { ...known.facts, text: text.text },
      finalAt: known?.finalAt ?? null,
      intent: null,
      idempotencyKey,
    }
  }

  #of(business: BusinessId): StoredMessage[] {
    return [...this.#texts.values()].filter((text) => text.business === business)
  }
}

export function createMemoryMessageLog(options: MemoryMessageLogOptions): MemoryMessageLog {
  return new MemoryMessageLog(options)
}

function keyOf({ provider, providerMessageId }: Pick<MessageFacts, 'provider' | 'providerMessageId'>): string {
  return JSON.stringify([provider, providerMessageId])
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other
}

function toFinalAt({ direction, status, occurredAt }: MessageFacts): Date | null {
  return direction === 'outbound' && isFinalStatus(status) ? occurredAt : null
}

/** The end that the status speaks of; of two that say the same, the earlier. */
function mergeFinalAt(known: StoredMessage | undefined, facts: MessageFacts): Date | null {
  const finalAt = toFinalAt(facts)
  const difference = known === undefined ? 1 : messageStatusRanks[facts.status] - messageStatusRanks[known.facts.status]
  if (known === undefined || difference > 0) return finalAt
  return difference < 0 || known.finalAt === null || finalAt === null ? known.finalAt : earlier(known.finalAt, finalAt)
}

function counterpartOf({ facts }: StoredMessage): string {
  return facts.direction === 'inbound' ? facts.from : facts.to
}

function toMessage({ id, facts, intent, at, finalAt }: StoredMessage): Message {
  const { provider: _provider, providerMessageId: _id, occurredAt: _at, ...shown } = facts
  return {
    ...shown,
    id,
    intent,
    finalAt: finalAt?.toISOString() ?? null,
    createdAt: at.toISOString(),
  }
}
