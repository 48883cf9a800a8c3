import {
  type BusinessId,
  type EventOutbox,
  type IdSource,
  InvalidArgumentError,
  type Page,
  type PageQuery,
  type Transaction,
  type Transactions,
} from '@cloudgreet/core'
import type { Message } from '@cloudgreet/core/contract'
import { executorOf } from '@cloudgreet/core/postgres'
import { type Selectable, sql } from 'kysely'

import { listNewestFirst } from '../../../postgres/list-newest-first.ts'
import type { TelephonyTables } from '../../../postgres/telephony-tables.ts'
import { toCalendarDay } from '../../../calendar/domain/calendar-day.ts'
import { countSegments } from '../../domain/count-segments.ts'
import { mergeMessageFacts } from '../../domain/merge-message-facts.ts'
import { isFinalStatus, type MessageFacts, messageStatusRanks } from '../../domain/message-facts.ts'
import type { MessageLog, MessageThreadSummary, OutboundMessage } from '../../ports/message-log.ts'

const columns = [
  'id',
  'direction',
  'from_number',
  'to_number',
  'body',
  'status',
  'error_code',
  'failure',
  'segments',
  'encoding',
  'cost_amount',
  'cost_currency',
  'final_at',
  'intent',
  'created_at',
] as const

type MessageRow = Pick<Selectable<TelephonyTables['sms_logs']>, (typeof columns)[number]>

export interface PostgresMessageLogOptions {
  readonly transactions: Transactions
  readonly outbox: EventOutbox
  readonly ids: IdSource
}

/** Texts as PostgreSQL holds them. */
export function createPostgresMessageLog(options: PostgresMessageLogOptions): MessageLog {
  return new PostgresMessageLog(options)
}

class PostgresMessageLog implements MessageLog {
  readonly #transactions: Transactions
  readonly #outbox: EventOutbox
  readonly #ids: IdSource

  constructor(parts: PostgresMessageLogOptions) {
    this.#transactions = parts.transactions
    this.#outbox = parts.outbox
    this.#ids = parts.ids
  }

  list(business: BusinessId, page: PageQuery): Promise<Page<Message>> {
    return listNewestFirst(this.#transactions, business, {
      page,
      select: (transaction) => select(transaction, business),
      toItem: toMessage,
    })
  }

  listThread(business: BusinessId, number: string, page: PageQuery): Promise<Page<Message>> {
    return listNewestFirst(this.#transactions, business, {
      page,
      select: (transaction) => select(transaction, business).where('counterpart', '=', number),
      toItem: toMessage,
    })
  }

  listThreads(business: BusinessId, page: PageQuery): Promise<Page<MessageThreadSummary>> {
    return listNewestFirst(this.#transactions, business, {
      page,
      select: (transaction) =>
        select(transaction, business).select(['counterpart', messageCount]).where(isNewestOfThread),
      toItem: (row) => ({
        number: row.counterpart,
        lastMessage: toMessage(row),
        messageCount: row.message_count,
      }),
    })
  }

  get(business: BusinessId, messageId: string): Promise<Message | undefined> {
    return this.#transactions.asTenant(business, async (transaction) => {
      const row = await select(transaction, business)
        .where(sql<boolean>`id::text = ${messageId}`)
        .executeTakeFirst()
      return row && toMessage(row)
    })
  }

  findByIdempotencyKey(business: BusinessId, idempotencyKey: string): Promise<Message | undefined> {
    return this.#transactions.asTenant(business, (transaction) => findByKey(transaction, business, idempotencyKey))
  }

  countToday(business: BusinessId, { now, timeZone }: { now: Date; timeZone: string }): Promise<number> {
    return this.#transactions.asTenant(business, async (transaction) => {
      const startOfToday = sql<Date>`${toCalendarDay(now, timeZone)}::timestamp AT TIME ZONE ${timeZone}`
      const { count } = await executorOf<TelephonyTables>(transaction)
        .selectFrom('sms_logs')
        .select(sql<number>`count(*)::integer`.as('count'))
        .where('business_id', '=', business)
        .where('created_at', '>=', startOfToday)
        .where('created_at', '<=', now)
        .executeTakeFirstOrThrow()
      return count
    })
  }

  recordOutbound(business: BusinessId, message: OutboundMessage): Promise<Message> {
    return this.#transactions.asTenant(business, async (transaction) => {
      const known = await findByKey(transaction, business, message.idempotencyKey)
      if (known !== undefined) return known
      const row = await this.#store(transaction, business, message)
      if (row === undefined) throw new InvalidArgumentError('Another text is recorded under this id of the vendor.')
      const sent = toMessage(row)
      await this.#tell(transaction, business, { type: 'message_sent', occurredAt: message.sentAt, message: sent })
      return sent
    })
  }

  recordStatus(business: BusinessId, facts: MessageFacts): Promise<Message | undefined> {
    return this.#transactions.asTenant(business, async (transaction) => {
      const row = await select(transaction, business)
        .select(['provider', 'provider_message_id', 'occurred_at'])
        .where('provider', '=', facts.provider)
        .where('provider_message_id', '=', facts.providerMessageId)
        .where('direction', '=', 'outbound')
        .forUpdate()
        .executeTakeFirst()
      if (row === undefined) return undefined
      const merged = mergeMessageFacts(toFacts(row), facts)
      if (merged.status === row.status) return toMessage(row)
      const updated = toMessage(await updateStatus(transaction, row.id, { merged, at: facts.occurredAt }))
      await this.#tell(transaction, business, {
        type: 'message_updated',
        occurredAt: facts.occurredAt,
        message: updated,
      })
      return updated
    })
  }

  async #tell(
    transaction: Transaction,
    businessId: BusinessId,
    { message, ...event }: { readonly type: string; readonly occurredAt: Date; readonly message: Message },
  ): Promise<void> {
    await this.#outbox.append({ ...event, id: this.#ids.next<'Event'>(), businessId, data: { message } }, transaction)
  }

  /** Undefined when the vendor's id stands for a text with another key, or of another business. */
  #store(transaction: Transaction, business: BusinessId, message: OutboundMessage): Promise<MessageRow | undefined> {
    const { segments, encoding } = countSegments(message.text)
    return executorOf<TelephonyTables>(transaction)
      .insertInto('sms_logs')
      .values({
        id: this.#ids.next<'Message'>(),
        business_id: business,
        provider: message.provider,
        provider_message_id: message.providerMessageId,
        direction: 'outbound',
        from_number: message.from,
        to_number: message.to,
        body: message.text,
        status: 'queued',
        status_rank: messageStatusRanks.queued,
        segments,
        encoding,
        idempotency_key: message.idempotencyKey,
        purpose: message.purpose,
        occurred_at: message.sentAt,
        created_at: message.sentAt,
        updated_at: message.sentAt,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['provider', 'provider_message_id'])
          .doUpdateSet((row) => ({
            idempotency_key: row.ref('excluded.idempotency_key'),
            purpose: row.ref('excluded.purpose'),
            body: row.ref('excluded.body'),
            created_at: sql<Date>`LEAST(sms_logs.created_at, excluded.created_at)`,
          }))
          .where('sms_logs.idempotency_key', 'is', null)
          .where('sms_logs.business_id', '=', business),
      )
      .returning(columns)
      .executeTakeFirst()
  }
}

function select(transaction: Transaction, business: BusinessId) {
  return executorOf<TelephonyTables>(transaction)
    .selectFrom('sms_logs')
    .select(columns)
    .where('business_id', '=', business)
}

async function findByKey(
  transaction: Transaction,
  business: BusinessId,
  idempotencyKey: string,
): Promise<Message | undefined> {
  const row = await select(transaction, business).where('idempotency_key', '=', idempotencyKey).executeTakeFirst()
  return row && toMessage(row)
}

/** Probes the newest text of each person by the thread's index. */
const isNewestOfThread = sql<boolean>`NOT EXISTS (
  SELECT FROM sms_logs AS later
  WHERE later.business_id = sms_logs.business_id AND later.counterpart = sms_logs.counterpart
    AND (later.created_at, later.id) > (sms_logs.created_at, sms_logs.id))`

const messageCount = sql<number>`(
  SELECT count(*)::integer FROM sms_logs AS other
  WHERE other.business_id = sms_logs.business_id AND other.counterpart = sms_logs.counterpart)`.as('message_count')

function updateStatus(
  transaction: Transaction,
  id: MessageRow['id'],
  { merged, at }: { readonly merged: MessageFacts; readonly at: Date },
): Promise<MessageRow> {
  return executorOf<TelephonyTables>(transaction)
    .updateTable('sms_logs')
    .set({
      status: merged.status,
      status_rank: messageStatusRanks[merged.status],
      error_code: merged.errorCode,
      failure: merged.failure === null ? null : JSON.stringify(merged.failure),
      segments: merged.segments,
      encoding: merged.encoding,
      cost_amount: merged.cost?.amount ?? null,
      cost_currency: merged.cost?.currency ?? null,
      final_at: isFinalStatus(merged.status) ? at : null,
      updated_at: at,
    })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
}

type StatusRow = MessageRow &
  Pick<Selectable<TelephonyTables['sms_logs']>, 'provider' | 'provider_message_id' | 'occurred_at'>

function toFacts(row: StatusRow): MessageFacts {
  const { id: _id, intent: _intent, createdAt: _createdAt, finalAt: _finalAt, ...shown } = toMessage(row)
  return { ...shown, provider: row.provider, providerMessageId: row.provider_message_id, occurredAt: row.occurred_at }
}

function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    direction: row.direction,
    from: row.from_number,
    to: row.to_number,
    text: row.body,
    status: row.status,
    errorCode: row.error_code,
    failure: row.failure,
    segments: row.segments,
    encoding: row.encoding,
    cost:
      row.cost_amount === null || row.cost_currency === null
        ? null
        : { amount: row.cost_amount, currency: row.cost_currency },
    finalAt: row.final_at?.toISOString() ?? null,
    intent: row.intent,
    createdAt: row.created_at.toISOString(),
  }
}
