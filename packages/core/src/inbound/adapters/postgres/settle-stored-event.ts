import type pg from 'pg'

import type { BusinessId } from '../../../kernel/domain/ids.ts'
import type { Logger } from '../../../kernel/ports/logger.ts'
import { classifyFailure, sqlStateOf } from '../../../postgres/database-failure.ts'
import { readDatabaseTime } from '../../../postgres/database-time.ts'
import { decideNextAttempt } from '../../domain/retry-ladder.ts'
import type { InboxStatus, ReadEvent, ReadingAttempt, StoredEvent } from '../../domain/stored-event.ts'
import { applyInSavepoint } from './apply-in-savepoint.ts'
import { bindTransition, type FrameValues, type InboundStatements } from './inbound-values.ts'
import { quarantineAgainSql, settleFailureSql, takeSql } from './inbox-retry-sql.ts'

export interface SettleSettings {
  readonly statements: InboundStatements
  readonly logger: Logger
  /** From 0 to below 1; spreads the retries. Default: `Math.random`. */
  readonly random?: (() => number) | undefined
}

/** What became of a stored event that was tried again. */
export interface SettledEvent {
  readonly outcome: 'processed' | 'already_applied' | 'unrouted' | 'failed' | 'dead' | 'unreadable' | 'lost'
  readonly errorClass?: string | undefined
  /** The business that has news. */
  readonly wake?: BusinessId | undefined
}

const lost: SettledEvent = { outcome: 'lost' }

/**
 * Applies a claimed event in the open transaction, or writes down that it failed. Nothing is written when the claim was
 * lost: the event has moved on, to another worker or another status.
 */
export async function settleStoredEvent(
  settings: SettleSettings,
  client: pg.PoolClient,
  { stored, attempt }: { readonly stored: StoredEvent; readonly attempt: ReadingAttempt },
): Promise<SettledEvent> {
  if (!attempt.isRead) return settleFailure(settings, client, { stored, error: attempt.error })
  const { reading } = attempt
  if (reading.isReadable) return applyReading(settings, client, { stored, read: reading })
  if (stored.status === 'quarantined') return quarantineAgain(client, stored, reading.reason)
  return settleFailure(settings, client, { stored, error: { code: reading.reason } })
}

async function applyReading(
  settings: SettleSettings,
  client: pg.PoolClient,
  { stored, read }: { readonly stored: StoredEvent; readonly read: ReadEvent },
): Promise<SettledEvent> {
  const frame = toStoredFrame(stored, read)
  const taken = await applyInSavepoint<{ business_id: BusinessId | null }>(client, () => takeSql(frame))
  if (!taken.isApplied) return settleTakeFailure(settings, client, { stored, error: taken.error })
  if (taken.row === undefined) return lost
  const businessId = taken.row.business_id ?? undefined
  const { transition } = read
  // The consent entry of an unrouted event went on the operator's chain when it came: once is enough.
  const hasEntry = businessId === undefined && stored.status === 'unrouted'
  if (transition === undefined || hasEntry) return { outcome: 'unrouted' }
  const applied = await applyInSavepoint(client, () =>
    bindTransition(settings.statements, 'apply', { transition, frame }),
  )
  if (!applied.isApplied)
    return settleFailure(settings, client, {
      stored,
      error: applied.error,
      status: businessId === undefined ? 'unrouted' : 'processed',
    })
  if (businessId === undefined) return { outcome: 'unrouted' }
  return { outcome: 'processed', wake: applied.row?.seq == null ? undefined : businessId }
}

/** Quarantined bytes that parse by now take their own key; when the vendor delivered them again, that one counts. */
async function settleTakeFailure(
  settings: SettleSettings,
  client: pg.PoolClient,
  { stored, error }: { readonly stored: StoredEvent; readonly error: unknown },
): Promise<SettledEvent> {
  if (stored.status !== 'quarantined' || sqlStateOf(error) !== uniqueViolation)
    return settleFailure(settings, client, { stored, error })
  const { rowCount } = await client.query(
    `UPDATE webhook_inbox SET status = 'processed', error_class = 'delivered_again'
     WHERE id = $1 AND attempts = $2 AND status = 'quarantined'`,
    [stored.id, stored.attempts],
  )
  return rowCount === 1 ? { outcome: 'already_applied' } : lost
}

const uniqueViolation = '23505'

async function quarantineAgain(client: pg.PoolClient, stored: StoredEvent, reason: string): Promise<SettledEvent> {
  const { rowCount } = await client.query(quarantineAgainSql, [stored.id, stored.attempts, reason])
  return rowCount === 1 ? { outcome: 'unreadable', errorClass: reason } : lost
}

interface StoredFailure {
  readonly stored: StoredEvent
  readonly error: unknown
  /** What the open transaction made of it before it failed. Default: as it was claimed. */
  readonly status?: InboxStatus
}

/** The next try by the ladder, or none. */
async function settleFailure(
  { logger, random = Math.random }: SettleSettings,
  client: pg.PoolClient,
  { stored, error, status = stored.status }: StoredFailure,
): Promise<SettledEvent> {
  const failedAt = await readDatabaseTime(client)
  const next = decideNextAttempt(stored.attempts, failedAt, random())
  const outcome = next === undefined ? 'dead' : 'failed'
  const errorClass = classifyFailure(error)
  const { rowCount } = await client.query(settleFailureSql, [
    stored.id,
    stored.attempts,
    outcome,
    errorClass,
    failedAt,
    next,
    status,
  ])
  if (rowCount !== 1) return lost
  const fields = { error, inboxId: stored.id, attempts: stored.attempts }
  if (next === undefined) logger.error('A stored webhook failed too often; replay it when the cause is mended', fields)
  else logger.warn('A stored webhook failed again', fields)
  return { outcome, errorClass }
}

/** As on arrival, what no package knows gets no business. */
function toStoredFrame(stored: StoredEvent, read: ReadEvent): FrameValues {
  const isKnown = read.transition !== undefined
  return {
    inbox_id: stored.id,
    inbox_provider: stored.provider,
    inbox_account: stored.account,
    inbox_event_key: stored.status === 'quarantined' ? read.eventKey : stored.eventKey,
    inbox_event_type: read.eventType,
    inbox_body: stored.body,
    inbox_received_at: stored.receivedAt,
    inbox_occurred_at: read.occurredAt,
    inbox_status: stored.status,
    inbox_attempts: stored.attempts,
    inbox_is_known: isKnown,
    route_agent_id: isKnown ? read.routing.agentId : undefined,
    route_number: isKnown ? read.routing.number : undefined,
  }
}
