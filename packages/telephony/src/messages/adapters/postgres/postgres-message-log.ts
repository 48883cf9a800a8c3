import {
  type BusinessId,
  type EventOutbox,
  type IdSource,
  InvalidArgumentError,
  type Transaction,
  type Transactions,
} from '@cloudgreet/core'
import type { Message } from '@cloudgreet/core/contract'
import { executorOf } from '@cloudgreet/core/postgres'
import { type Selectable, sql } from 'kysely'

import { listNewestFirst } from '../../../postgres/list-newest-first.ts'
import type { TelephonyTables } from '../../../postgres/telephony-tables.ts'
import { toCalendarDay } from '../../../paging/domain/calendar-day.ts'
import type { Page, PageQuery } from '../../../paging/domain/page-cursor.ts'
import { messageStatusRanks } from '../../domain/message-facts.ts'
import type { MessageLog, OutboundMessage } from '../../ports/message-log.ts'

const columns = [
  'id',
  'direction',
  'from_number',
  'to_number',
  'body',
  'status',
  'error_code',
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
      const event = {
        id: this.#ids.next<'Event'>(),
        businessId: business,
        type: 'message_sent',
        occurredAt: message.sentAt,
      }
      await this.#outbox.append({ ...event, data: { message: sent } }, transaction)
      return sent
    })
  }

  /** Undefined when the vendor's id stands for a text with another key, or of another business. */
  #store(transaction: Transaction, business: BusinessId, message: OutboundMessage): Promise<MessageRow | undefined> {
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

function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    direction: row.direction,
    from: row.from_number,
    to: row.to_number,
    text: row.body,
    status: row.status,
    errorCode: row.error_code,
    intent: row.intent,
    createdAt: row.created_at.toISOString(),
  }
}
