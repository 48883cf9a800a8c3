import type pg from 'pg'

import { type RepeatingTask, startRepeatingTask } from '../../../kernel/domain/repeating-task.ts'
import type { BusinessId } from '../../../kernel/domain/ids.ts'
import type { Clock } from '../../../kernel/ports/clock.ts'
import type { Logger } from '../../../kernel/ports/logger.ts'
import type { Timer } from '../../../kernel/ports/timer.ts'
import { classifyFailure } from '../../../postgres/database-failure.ts'
import type { Database } from '../../../postgres/open-database.ts'
import type { WakeUpBus } from '../../../realtime/ports/wake-up-bus.ts'
import { decideNextAttempt, retryDelaysMs } from '../../domain/retry-ladder.ts'
import type { EventReader, ReadEvent, StoredEvent } from '../../domain/stored-event.ts'
import { applyInSavepoint, type Applied, inTransaction } from './apply-in-savepoint.ts'
import { bindTransition, type FrameValues, type InboundStatements } from './inbound-values.ts'
import {
  claimSql,
  releaseAbandonedSql,
  settleFailureSql,
  takeSql,
  toStoredEvent,
  type ClaimedRow,
} from './inbox-retry-sql.ts'

export interface InboxRetriesSettings {
  readonly database: Database
  readonly statements: InboundStatements
  readonly reapply: EventReader
  readonly clock: Clock
  readonly logger: Logger
  readonly bus: Pick<WakeUpBus, 'wake'>
  /** From 0 to below 1; spreads the retries. Default: `Math.random`. */
  readonly random?: (() => number) | undefined
  /** Events in one run. Default: 20. */
  readonly batchSize?: number | undefined
  /** How long a claimed event is ours, in milliseconds; then another process may take it. Default: 60,000. */
  readonly leaseMs?: number | undefined
}

export interface RetryCounts {
  readonly processed: number
  readonly unrouted: number
  /** Failed again; they wait for their next try. */
  readonly failed: number
  /** Tried often enough: they wait for an operator. */
  readonly dead: number
  /** Another process took them over meanwhile; nothing was written. */
  readonly lost: number
}

/** Tries stored events again that could not be applied on arrival. */
export interface InboxRetries {
  /** Takes what is due, a batch at most, fairly among the businesses. Default of `now`: the clock's. */
  runOnce(now?: Date): Promise<RetryCounts>
  /** Runs every `intervalMs` (default: 1,000) until stopped. */
  start(timer: Timer, intervalMs?: number): RepeatingTask
}

type Outcome = keyof RetryCounts

export function createInboxRetries(settings: InboxRetriesSettings): InboxRetries {
  const runOnce = async (now = settings.clock.now()): Promise<RetryCounts> => {
    const { database, batchSize = 20, leaseMs = 60_000 } = settings
    const abandoned = await database.pool.query(releaseAbandonedSql, [now, retryDelaysMs.length])
    const until = new Date(now.getTime() + leaseMs)
    const { rows } = await database.pool.query<ClaimedRow>(claimSql, [now, until, batchSize])
    const counts = { processed: 0, unrouted: 0, failed: 0, dead: abandoned.rowCount ?? 0, lost: 0 }
    for (const row of rows) counts[await retry(settings, toStoredEvent(row), now)] += 1
    return counts
  }
  return {
    runOnce,
    start: (timer, intervalMs = 1_000) =>
      startRepeatingTask({
        name: 'Retry of stored webhooks',
        run: () => runOnce(),
        intervalMs,
        timer,
        logger: settings.logger,
      }),
  }
}

async function retry(settings: InboxRetriesSettings, stored: StoredEvent, now: Date): Promise<Outcome> {
  const read = await tryRead(settings.reapply, stored)
  const client = await settings.database.pool.connect()
  let destroy = true
  try {
    const { outcome, wake } = await inTransaction(client, () =>
      retryInTransaction(settings, client, { stored, read, now }),
    )
    destroy = false
    if (wake !== undefined) settings.bus.wake(wake)
    return outcome
  } finally {
    client.release(destroy)
  }
}

interface Retried {
  readonly outcome: Outcome
  readonly wake?: BusinessId | undefined
}

async function retryInTransaction(
  settings: InboxRetriesSettings,
  client: pg.PoolClient,
  { stored, read, now }: { readonly stored: StoredEvent; readonly read: TryRead; readonly now: Date },
): Promise<Retried> {
  if (!read.isRead) return settleFailure(settings, client, { stored, now, error: read.error })
  const frame = toStoredFrame(stored, read.event)
  const taken = await client.query<{ business_id: BusinessId | null }>(takeSql(frame, stored.attempts))
  const row = taken.rows[0]
  if (row === undefined) return { outcome: 'lost' }
  const applied = await apply(settings, client, { frame, read: read.event })
  if (!applied.isApplied) return settleFailure(settings, client, { stored, now, error: applied.error })
  const businessId = row.business_id ?? undefined
  return businessId === undefined
    ? { outcome: 'unrouted' }
    : { outcome: 'processed', wake: applied.row?.seq == null ? undefined : businessId }
}

async function apply(
  settings: InboxRetriesSettings,
  client: pg.PoolClient,
  { frame, read }: { readonly frame: FrameValues; readonly read: ReadEvent | undefined },
): Promise<Applied> {
  const transition = read?.transition
  if (transition === undefined) return { isApplied: true, row: undefined }
  return applyInSavepoint(client, () => bindTransition(settings.statements, 'apply', { transition, frame }))
}

type TryRead =
  | { readonly isRead: true; readonly event: ReadEvent | undefined }
  | { readonly isRead: false; readonly error: unknown }

async function tryRead(reapply: EventReader, stored: StoredEvent): Promise<TryRead> {
  try {
    return { isRead: true, event: await reapply(stored) }
  } catch (error) {
    return { isRead: false, error }
  }
}

function toStoredFrame(stored: StoredEvent, read: ReadEvent | undefined): FrameValues {
  return {
    inbox_id: stored.id,
    inbox_provider: stored.provider,
    inbox_account: stored.account,
    inbox_event_key: stored.eventKey,
    inbox_event_type: read?.eventType ?? stored.eventType,
    inbox_body: stored.body,
    inbox_received_at: stored.receivedAt,
    inbox_occurred_at: read?.occurredAt ?? stored.occurredAt,
    route_agent_id: read?.routing.agentId,
    route_number: read?.routing.number,
  }
}

async function settleFailure(
  { logger, random = Math.random }: InboxRetriesSettings,
  client: pg.PoolClient,
  { stored, now, error }: { readonly stored: StoredEvent; readonly now: Date; readonly error: unknown },
): Promise<Retried> {
  const next = decideNextAttempt(stored.attempts, now, random())
  const values = [stored.id, stored.attempts, next === undefined ? 'dead' : 'failed', classifyFailure(error), now, next]
  const { rowCount } = await client.query(settleFailureSql, values)
  if (rowCount !== 1) return { outcome: 'lost' }
  const fields = { error, inboxId: stored.id, attempts: stored.attempts }
  if (next === undefined) logger.error('A stored webhook failed too often; replay it when the cause is mended', fields)
  else logger.warn('A stored webhook failed again', fields)
  return { outcome: next === undefined ? 'dead' : 'failed' }
}
