import type { BusinessId, EventId } from '../../../kernel/domain/ids.ts'
import type { StoredEvent } from '../../domain/stored-event.ts'
import { prepareStatement } from './compose-inbound-statement.ts'
import { bind, type BoundStatement, type FrameValues } from './inbound-values.ts'
import { routedBusinessSql } from './statement-frame.ts'

export interface ClaimedRow {
  readonly id: EventId
  readonly provider: string
  readonly account: string
  readonly event_key: string
  readonly event_type: string | null
  readonly business_id: BusinessId | null
  readonly body: Buffer
  readonly received_at: Date
  readonly occurred_at: Date | null
  readonly attempts: number
}

/** Events whose last try never ended (it took its process down): `$2` retries are enough. */
export const releaseAbandonedSql = `UPDATE webhook_inbox
  SET status = 'dead', error_class = COALESCE(error_class, 'abandoned'), next_attempt_at = NULL
  WHERE status = 'failed' AND next_attempt_at <= $1 AND attempts > $2`

/**
 * Claims what is due: the first of each business, then the second, so that one business's backlog delays nobody else.
 * `attempts` is the fencing token: who comes back late, after another claim, writes nothing.
 */
export const claimSql = `UPDATE webhook_inbox AS inbox SET attempts = inbox.attempts + 1, next_attempt_at = $2
  FROM (
    SELECT id FROM webhook_inbox
    WHERE status = 'failed' AND next_attempt_at <= $1 AND id IN (
      SELECT id FROM (
        SELECT id, next_attempt_at, row_number() OVER (PARTITION BY business_id ORDER BY next_attempt_at, id) AS turn
        FROM webhook_inbox WHERE status = 'failed' AND next_attempt_at <= $1
      ) AS due ORDER BY turn, next_attempt_at LIMIT $3
    )
    FOR UPDATE SKIP LOCKED
  ) AS claimed
  WHERE inbox.id = claimed.id
  RETURNING inbox.id, provider, account, event_key, event_type, business_id, body, received_at, occurred_at, attempts`

const takeStatement = prepareStatement(
  'inbound_take',
  `UPDATE webhook_inbox AS inbox
  SET business_id = routed.business_id, event_type = :inbox_event_type, occurred_at = :inbox_occurred_at,
    status = CASE WHEN routed.business_id IS NULL THEN 'unrouted' ELSE 'processed' END, next_attempt_at = NULL
  FROM (
    SELECT COALESCE((SELECT business_id FROM webhook_inbox WHERE id = :inbox_id), ${routedBusinessSql}) AS business_id
    OFFSET 0
  ) AS routed
  WHERE inbox.id = :inbox_id AND inbox.status = 'failed' AND inbox.attempts = :inbox_attempts
  RETURNING inbox.business_id`,
)

/** Settles the event as applied, before it is applied, unless its claim was lost. */
export function takeSql(frame: FrameValues, attempts: number): BoundStatement {
  return bind(takeStatement, { ...frame, inbox_attempts: attempts })
}

export const settleFailureSql = `UPDATE webhook_inbox
  SET status = $3, error_class = $4, first_failed_at = COALESCE(first_failed_at, $5), last_failed_at = $5, next_attempt_at = $6
  WHERE id = $1 AND attempts = $2 AND status <> 'dead'`

export function toStoredEvent(row: ClaimedRow): StoredEvent {
  return {
    id: row.id,
    provider: row.provider,
    account: row.account,
    eventKey: row.event_key,
    eventType: row.event_type ?? undefined,
    businessId: row.business_id ?? undefined,
    body: row.body,
    receivedAt: row.received_at,
    occurredAt: row.occurred_at ?? undefined,
    attempts: row.attempts,
  }
}
