import type { BusinessId, EventId } from '../../../kernel/domain/ids.ts'
import type { InboxStatus, StoredEvent } from '../../domain/stored-event.ts'
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
  readonly status: InboxStatus
  readonly body: Buffer
  readonly received_at: Date
  readonly occurred_at: Date | null
  readonly attempts: number
}

/** Columns of a {@link ClaimedRow}, of the table or alias `inbox`. */
export const claimedColumns = `inbox.id, inbox.provider, inbox.account, inbox.event_key, inbox.event_type,
  inbox.business_id, inbox.status, inbox.body, inbox.received_at, inbox.occurred_at, inbox.attempts`

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
  RETURNING ${claimedColumns}`

const takeStatement = prepareStatement(
  'inbound_take',
  `UPDATE webhook_inbox AS inbox
  SET business_id = routed.business_id, event_key = :inbox_event_key, event_type = :inbox_event_type,
    occurred_at = :inbox_occurred_at, next_attempt_at = NULL,
    status = CASE WHEN routed.business_id IS NULL OR NOT :inbox_is_known THEN 'unrouted' ELSE 'processed' END
  FROM (
    SELECT COALESCE((SELECT business_id FROM webhook_inbox WHERE id = :inbox_id), ${routedBusinessSql}) AS business_id
    OFFSET 0
  ) AS routed
  WHERE inbox.id = :inbox_id AND inbox.status = :inbox_status AND inbox.attempts = :inbox_attempts
  RETURNING inbox.business_id`,
)

/** Settles the event as applied, before it is applied, unless its claim was lost. */
export function takeSql(frame: FrameValues): BoundStatement {
  return bind(takeStatement, frame)
}

/** `$7` is the status that this transaction left the event in: another one means that the claim was lost. */
export const settleFailureSql = `UPDATE webhook_inbox
  SET status = $3, error_class = $4, first_failed_at = COALESCE(first_failed_at, $5), last_failed_at = $5,
    next_attempt_at = $6
  WHERE id = $1 AND attempts = $2 AND status = $7`

/** Bytes that are not readable even now: they stay where they are. */
export const quarantineAgainSql = `UPDATE webhook_inbox SET error_class = $3, last_failed_at = date_trunc('milliseconds', clock_timestamp())
  WHERE id = $1 AND attempts = $2 AND status = 'quarantined'`

export function toStoredEvent(row: ClaimedRow): StoredEvent {
  return {
    id: row.id,
    provider: row.provider,
    account: row.account,
    eventKey: row.event_key,
    eventType: row.event_type ?? undefined,
    businessId: row.business_id ?? undefined,
    status: row.status,
    body: row.body,
    receivedAt: row.received_at,
    occurredAt: row.occurred_at ?? undefined,
    attempts: row.attempts,
  }
}
