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

/** Deletes tickets that opened sockets until `expiredBefore`. @returns how many */
export function pruneTickets(database: Database, expiredBefore: Date): Promise<number> {
  return deleteInBatches(
    database,
    `DELETE FROM realtime_tickets WHERE ticket_digest IN (
      SELECT ticket_digest FROM realtime_tickets WHERE expires_at < $1 LIMIT $2)`,
    expiredBefore,
  )
}

/**
 * Deletes refresh tokens of families whose last token could be exchanged until `expiredBefore`: any of a family's tokens
 * may be the one that says that it is revoked. @returns how many
 */
export function pruneRefreshTokens(database: Database, expiredBefore: Date): Promise<number> {
  return deleteInBatches(
    database,
    `DELETE FROM refresh_tokens WHERE id IN (
      SELECT id FROM refresh_tokens AS old WHERE expires_at < $1 AND NOT EXISTS (
        SELECT FROM refresh_tokens AS relative WHERE relative.family_id = old.family_id AND relative.expires_at >= $1
      ) LIMIT $2)`,
    expiredBefore,
  )
}

/** Deletes answers kept for a repeat of requests before `olderThan`. @returns how many */
export function pruneIdempotencyKeys(database: Database, olderThan: Date): Promise<number> {
  return deleteInBatches(
    database,
    `DELETE FROM idempotency_keys WHERE (scope, key) IN (
      SELECT scope, key FROM idempotency_keys WHERE created_at < $1 LIMIT $2)`,
    olderThan,
  )
}

/** Deletes mails kept before `olderThan`. @returns how many */
export function pruneMails(database: Database, olderThan: Date): Promise<number> {
  return deleteInBatches(
    database,
    `DELETE FROM mails WHERE id IN (SELECT id FROM mails WHERE created_at < $1 ORDER BY created_at LIMIT $2)`,
    olderThan,
  )
}

/** Deletes what became of each event in replays before `olderThan`; the journal keeps the counts. @returns how many */
export function pruneReplayItems(database: Database, olderThan: Date): Promise<number> {
  return deleteInBatches(
    database,
    `DELETE FROM webhook_replay_items WHERE (replay_id, inbox_id) IN (
      SELECT replay_id, inbox_id FROM webhook_replay_items AS old WHERE settled_at < $1 AND EXISTS (
        SELECT FROM webhook_replays AS journal WHERE journal.replay_id = old.replay_id AND entry = 'finished'
      ) LIMIT $2)`,
    olderThan,
  )
}

/** Deletes runs of insights requested before `olderThan`. @returns how many */
export function pruneInsightRuns(database: Database, olderThan: Date): Promise<number> {
  return deleteInBatches(
    database,
    `DELETE FROM insight_runs WHERE id IN (
      SELECT id FROM insight_runs WHERE requested_at < $1 AND status <> 'running' LIMIT $2)`,
    olderThan,
  )
}

/** Deletes what agents asked for during calls before `olderThan`: no vendor retries, and no call lasts, that long. @returns how many */
export function pruneFunctionCalls(database: Database, olderThan: Date): Promise<number> {
  return deleteInBatches(
    database,
    `DELETE FROM function_calls WHERE position IN (
      SELECT position FROM function_calls WHERE called_at < $1 ORDER BY called_at LIMIT $2)`,
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
