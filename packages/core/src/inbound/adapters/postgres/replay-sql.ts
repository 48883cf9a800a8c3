import { claimedColumns, type ClaimedRow } from './inbox-retry-sql.ts'

/** Ids are settled at once where there is nothing to try; `$3` is the business asked for. */
export const insertIdsSql = `INSERT INTO webhook_replay_items (replay_id, inbox_id, received_at, result, settled_at)
  SELECT $1, asked.id, COALESCE(inbox.received_at, 'epoch'),
    CASE WHEN inbox.id IS NULL THEN 'not_found' WHEN inbox.status = 'processed' THEN 'already_applied' END,
    CASE WHEN inbox.id IS NULL OR inbox.status = 'processed' THEN clock_timestamp() END
  FROM (SELECT DISTINCT unnest($2::uuid[]) AS id) AS asked
  LEFT JOIN webhook_inbox AS inbox ON inbox.id = asked.id AND ($3::uuid IS NULL OR inbox.business_id = $3)`

export interface ReplayClaimRow extends ClaimedRow {
  readonly tries: number
}

/** One row always: `settled`, with a claimed event or without. */
export type ReplayBatchRow = { readonly settled: number } & (ReplayClaimRow | { readonly id: null })

/**
 * Moves the fencing token of the event on, so that neither the retry ladder nor another replay can write it any more.
 * An event that somebody is writing at this moment is left for the next claim.
 */
export const claimItemsSql = `WITH next AS (
    SELECT inbox_id FROM webhook_replay_items
    WHERE replay_id = $1 AND result IS NULL AND (leased_until IS NULL OR leased_until <= clock_timestamp())
    ORDER BY received_at, inbox_id LIMIT $2 FOR UPDATE SKIP LOCKED
  ), free AS (
    SELECT id FROM webhook_inbox WHERE id IN (SELECT inbox_id FROM next) AND status <> 'processed'
    FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE webhook_inbox AS inbox SET attempts = inbox.attempts + 1,
      next_attempt_at = CASE WHEN status = 'failed' THEN clock_timestamp() + $3 * interval '1 millisecond' END
    FROM free WHERE inbox.id = free.id
    RETURNING ${claimedColumns}
  ), held AS (
    UPDATE webhook_replay_items AS item SET tries = item.tries + 1,
      leased_until = clock_timestamp() + $3 * interval '1 millisecond',
      result = CASE WHEN inbox.id IS NULL THEN 'not_found' WHEN inbox.status = 'processed' THEN 'already_applied' END,
      settled_at = CASE WHEN inbox.id IS NULL OR inbox.status = 'processed' THEN clock_timestamp() END
    FROM next LEFT JOIN webhook_inbox AS inbox ON inbox.id = next.inbox_id
    WHERE item.replay_id = $1 AND item.inbox_id = next.inbox_id
    RETURNING item.inbox_id, item.tries, item.result
  )
  SELECT (SELECT count(*)::int FROM held WHERE result IS NOT NULL) AS settled, claims.*
  FROM (SELECT 1) AS one LEFT JOIN (
    SELECT claimed.*, held.tries FROM claimed JOIN held ON held.inbox_id = claimed.id ORDER BY claimed.received_at
  ) AS claims ON true`

export const settleItemSql = `UPDATE webhook_replay_items
  SET result = $3, error_class = $4, settled_at = clock_timestamp(), leased_until = NULL
  WHERE replay_id = $1 AND inbox_id = $2 AND result IS NULL`
