import type pg from 'pg'

import { type RepeatingTask, startRepeatingTask } from '../../../kernel/domain/repeating-task.ts'
import type { Timer } from '../../../kernel/ports/timer.ts'
import { readDatabaseTime } from '../../../postgres/database-time.ts'
import type { WakeUpBus } from '../../../realtime/ports/wake-up-bus.ts'
import type { Database } from '../../../postgres/open-database.ts'
import { retryDelaysMs } from '../../domain/retry-ladder.ts'
import { attemptReading, type EventReader, type ReadingAttempt, type StoredEvent } from '../../domain/stored-event.ts'
import { claimSql, releaseAbandonedSql, toStoredEvent, type ClaimedRow } from './inbox-retry-sql.ts'
import { settleStoredEvent, type SettledEvent, type SettleSettings } from './settle-stored-event.ts'
import { onBoundedTransaction } from './stored-event-transaction.ts'

export interface InboxRetriesSettings extends SettleSettings {
  readonly database: Database
  readonly reapply: EventReader
  readonly bus: Pick<WakeUpBus, 'wake'>
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

/** Tries stored events again that could not be applied on arrival. Due times and leases are the database's. */
export interface InboxRetries {
  /** Takes what is due, a batch at most, fairly among the businesses. Default of `now`: the database's time. */
  runOnce(now?: Date): Promise<RetryCounts>
  /** Runs every `intervalMs` (default: 1,000) until stopped. */
  start(timer: Timer, intervalMs?: number): RepeatingTask
}

export function createInboxRetries(settings: InboxRetriesSettings): InboxRetries {
  const runOnce = async (given?: Date): Promise<RetryCounts> => {
    const { database, batchSize = 20, leaseMs = 60_000 } = settings
    const now = given ?? (await readDatabaseTime(database.pool))
    const abandoned = await database.pool.query(releaseAbandonedSql, [now, retryDelaysMs.length])
    const until = new Date(now.getTime() + leaseMs)
    const { rows } = await database.pool.query<ClaimedRow>(claimSql, [now, until, batchSize])
    const counts = { processed: 0, unrouted: 0, failed: 0, dead: abandoned.rowCount ?? 0, lost: 0 }
    for (const row of rows) counts[await retry(settings, toStoredEvent(row))] += 1
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

async function retry(settings: InboxRetriesSettings, stored: StoredEvent): Promise<keyof RetryCounts> {
  const attempt = await attemptReading(settings.reapply, stored)
  const { outcome, wake } = await settleEvenIfItCutsTheLine(settings, stored, attempt)
  if (wake !== undefined) settings.bus.wake(wake)
  if (outcome === 'already_applied') return 'processed'
  return outcome === 'unreadable' ? 'failed' : outcome
}

/** An event that takes its connection down has failed like any other: the rest of the batch does not wait for it. */
async function settleEvenIfItCutsTheLine(
  settings: InboxRetriesSettings,
  stored: StoredEvent,
  attempt: ReadingAttempt,
): Promise<SettledEvent> {
  const settle = (tried: ReadingAttempt) =>
    onBoundedTransaction(settings.database, (client: pg.PoolClient) =>
      settleStoredEvent(settings, client, { stored, attempt: tried }),
    )
  try {
    return await settle(attempt)
  } catch (error) {
    return settle({ isRead: false, error })
  }
}
