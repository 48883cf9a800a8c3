import { type RawBuilder, sql } from 'kysely'

import { parsePageCursor } from '../paging/domain/page-cursor.ts'

/**
 * The rows of a table that come after the cursor, newest first; all of them without one.
 *
 * @throws {InvalidArgumentError} on a cursor that no list gave out
 */
export function isAfterCursor(table: 'calls' | 'sms_logs', cursor: string | undefined): RawBuilder<boolean> {
  if (cursor === undefined) return sql<boolean>`true`
  const { createdAt, id } = parsePageCursor(cursor)
  return sql<boolean>`(${sql.ref(`${table}.created_at`)}, ${sql.ref(`${table}.id`)}) < (${createdAt}::timestamptz, ${id}::uuid)`
}
