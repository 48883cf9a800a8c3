import {
  type BusinessId,
  type Page,
  type PageQuery,
  parsePageCursor,
  toPage,
  type Transaction,
  type Transactions,
} from '@cloudgreet/core'
import { type SelectQueryBuilder, sql } from 'kysely'

import type { TelephonyTables } from './telephony-tables.ts'

/** What every listed row has; a page cursor holds both. */
type ListedRow = { readonly id: string; readonly created_at: Date }

/**
 * A page of the business's rows, newest first, by keyset: its time does not grow with the pages before it.
 *
 * @param list - `select`: the columns and the rows wanted, without order, limit or cursor; `toItem`: a row as it is shown
 * @throws {InvalidCursorError}
 */
export async function listNewestFirst<Table extends 'calls' | 'sms_logs', Row extends ListedRow, Item>(
  transactions: Transactions,
  business: BusinessId,
  list: {
    readonly page: PageQuery
    readonly select: (transaction: Transaction) => SelectQueryBuilder<TelephonyTables, Table, Row>
    readonly toItem: (row: Row) => Item
  },
): Promise<Page<Item>> {
  const { cursor, limit } = list.page
  const after = parsePageCursor(cursor)
  const isAfter = sql<boolean>`(created_at, id) < (${after?.at}::timestamptz, ${after?.id}::uuid)`
  const rows: readonly Row[] = await transactions.asTenant(business, (transaction) =>
    list
      .select(transaction)
      .$if(after !== undefined, (query) => query.where(isAfter))
      .orderBy(sql`created_at`, 'desc')
      .orderBy(sql`id`, 'desc')
      .limit(limit + 1)
      .execute(),
  )
  const positioned = rows.map((row) => ({ row, id: row.id, at: row.created_at }))
  return toPage(positioned, limit, ({ row }) => list.toItem(row))
}
