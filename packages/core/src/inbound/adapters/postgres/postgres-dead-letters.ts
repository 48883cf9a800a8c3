import { type RawBuilder, type Selectable, sql } from 'kysely'

import type { Transactions } from '../../../kernel/ports/transactions.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { executorOf } from '../../../postgres/postgres-transactions.ts'
import type { DeadLetter, DeadLetterFilter, DeadLetterStatus } from '../../domain/dead-letter.ts'
import type { DeadLetterPosition, DeadLetters } from '../../ports/dead-letters.ts'

/** Dead letters of the inbox in PostgreSQL or PGlite. */
export function createPostgresDeadLetters({ transactions }: { readonly transactions: Transactions }): DeadLetters {
  return {
    list: (filter, { limit, after }) =>
      transactions.asOwner('list_dead_letters', async (transaction) => {
        const rows = await executorOf<CoreTables>(transaction)
          .selectFrom('webhook_inbox')
          .select(columns)
          .where(filterSql(filter, after))
          .orderBy('last_failed_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute()
        return rows.map(toDeadLetter)
      }),

    summarize: (filter) =>
      transactions.asOwner('list_dead_letters', async (transaction) => {
        const rows = await executorOf<CoreTables>(transaction)
          .selectFrom('webhook_inbox')
          .select([
            'error_class',
            'status',
            sql<number>`count(*)::int`.as('count'),
            sql<Date>`min(COALESCE(first_failed_at, received_at))`.as('first_failed_at'),
            sql<Date>`max(COALESCE(last_failed_at, received_at))`.as('last_failed_at'),
          ])
          .where(filterSql(filter))
          .groupBy(['error_class', 'status'])
          .orderBy('count', 'desc')
          .orderBy('error_class')
          .execute()
        return rows.map((row) => ({
          errorClass: row.error_class ?? undefined,
          status: row.status as DeadLetterStatus,
          count: row.count,
          firstFailedAt: row.first_failed_at,
          lastFailedAt: row.last_failed_at,
        }))
      }),
  }
}

const columns = [
  'id',
  'provider',
  'event_key',
  'event_type',
  'business_id',
  'status',
  'received_at',
  'error_class',
  'attempts',
  'first_failed_at',
  'last_failed_at',
] as const

function filterSql(filter: DeadLetterFilter, after?: DeadLetterPosition): RawBuilder<boolean> {
  const conditions: RawBuilder<unknown>[] = [sql`status IN ('dead', 'quarantined')`]
  const equals = {
    provider: filter.provider,
    status: filter.status,
    business_id: filter.businessId,
    event_type: filter.eventType,
    error_class: filter.errorClass,
  }
  for (const [column, value] of Object.entries(equals))
    if (value !== undefined) conditions.push(sql`${sql.ref(column)} = ${value}`)
  if (filter.from !== undefined) conditions.push(sql`last_failed_at >= ${filter.from}`)
  if (filter.to !== undefined) conditions.push(sql`last_failed_at < ${filter.to}`)
  if (after !== undefined)
    conditions.push(sql`(last_failed_at, id) < (${after.lastFailedAt}::timestamptz, ${after.id}::uuid)`)
  return sql<boolean>`(${sql.join(conditions, sql` AND `)})`
}

type Row = Pick<Selectable<CoreTables['webhook_inbox']>, (typeof columns)[number]>

function toDeadLetter(row: Row): DeadLetter {
  return {
    id: row.id,
    provider: row.provider,
    eventKey: row.event_key,
    eventType: row.event_type ?? undefined,
    businessId: row.business_id ?? undefined,
    status: row.status as DeadLetterStatus,
    receivedAt: row.received_at,
    errorClass: row.error_class ?? undefined,
    attempts: row.attempts,
    firstFailedAt: row.first_failed_at ?? row.received_at,
    lastFailedAt: row.last_failed_at ?? row.received_at,
  }
}
