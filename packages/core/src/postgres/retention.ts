import type { Database } from './open-database.ts'

/** Days that events stay: more than any vendor's last retry, and 30 days of duplicates. */
export const retentionDays = 40

/** Rows in one statement, so that no lock is held long. */
const rowsAtOnce = 1_000

/** Deletes webhooks received before `olderThan`, save those that still wait for a retry. @returns how many */
export function pruneInbox(database: Database, olderThan: Date): Promise<number> {
  return deleteInBatches(
    database,
    `DELETE FROM webhook_inbox WHERE id IN (
      SELECT id FROM webhook_inbox WHERE received_at < $1 AND status <> 'failed' ORDER BY received_at LIMIT $2)`,
    olderThan,
  )
}

/** Deletes stream events made before `olderThan`, save those whose follow-up work has not started. @returns how many */
export function pruneOutbox(database: Database, olderThan: Date): Promise<number> {
  return deleteInBatches(
    database,
    `DELETE FROM outbox WHERE id IN (
      SELECT id FROM outbox WHERE created_at < $1 AND (workflow IS NULL OR relayed_at IS NOT NULL) LIMIT $2)`,
    olderThan,
  )
}

async function deleteInBatches({ pool }: Database, statement: string, olderThan: Date): Promise<number> {
  let deleted = 0
  for (;;) {
    const { rowCount } = await pool.query(statement, [olderThan, rowsAtOnce])
    deleted += rowCount ?? 0
    if ((rowCount ?? 0) < rowsAtOnce) return deleted
  }
}
