import { sql } from 'kysely'

import type { CoreTables } from '../../../postgres/core-tables.ts'
import type { Database } from '../../../postgres/open-database.ts'
import type { WakeUpBus } from '../../../realtime/ports/wake-up-bus.ts'
import type { ReplayResult, ReplaySelection } from '../../domain/replay.ts'
import type { InboxStatus } from '../../domain/stored-event.ts'
import type { ReplayBatch, ReplayStore } from '../../ports/replay-store.ts'
import { toStoredEvent } from './inbox-retry-sql.ts'
import { createReplayJournal } from './postgres-replay-journal.ts'
import { findRequested, readProgress, uncollectedSql } from './replay-progress.ts'
import { selectionSql } from './replay-selection.ts'
import { claimItemsSql, type ReplayBatchRow, settleItemSql } from './replay-sql.ts'
import { settleStoredEvent, type SettledEvent, type SettleSettings } from './settle-stored-event.ts'
import { onBoundedTransaction } from './stored-event-transaction.ts'

export interface PostgresReplayStoreSettings extends SettleSettings {
  readonly database: Database
  readonly bus: Pick<WakeUpBus, 'wake'>
}

/** Replays in PostgreSQL or PGlite, over the inbox. Each event is one transaction; time is the database's. */
export function createPostgresReplayStore(settings: PostgresReplayStoreSettings): ReplayStore {
  const { database, bus } = settings
  const tables = () => database.tables<CoreTables>()
  return {
    ...createReplayJournal(database),

    count: (selection) => countByStatus(database, selection),

    collect: async (id, limit) => {
      const requested = await findRequested(database, id)
      if (requested === undefined) return 0
      const { rows } = await sql`
        INSERT INTO webhook_replay_items (replay_id, inbox_id, received_at)
        SELECT ${id}, id, received_at FROM webhook_inbox WHERE ${uncollectedSql(requested)}
        ORDER BY received_at, id LIMIT ${limit}
        ON CONFLICT DO NOTHING RETURNING inbox_id`.execute(tables())
      return rows.length
    },

    claim: async (id, { limit, leaseMs }) => {
      const { rows } = await database.pool.query<ReplayBatchRow>(claimItemsSql, [id, limit, leaseMs])
      return toBatch(rows)
    },

    settle: async (id, { stored }, attempt) => {
      const settled = await onBoundedTransaction(database, async (client) => {
        const event = await settleStoredEvent(settings, client, { stored, attempt })
        const result = toResult(event)
        if (result !== undefined) await client.query(settleItemSql, [id, stored.id, result, event.errorClass])
        return { result, errorClass: event.errorClass, wake: event.wake }
      })
      if (settled.wake !== undefined) bus.wake(settled.wake)
      const { result, errorClass } = settled
      return result === undefined ? undefined : { id: stored.id, result, errorClass }
    },

    finish: async (id) => {
      const requested = await findRequested(database, id)
      if (requested === undefined) return false
      const { counts, remaining } = await readProgress(database, requested)
      if (remaining > 0) return false
      const { rows } = await sql`
        INSERT INTO webhook_replays (replay_id, entry, at, actor, detail)
        VALUES (${id}, 'finished', date_trunc('milliseconds', clock_timestamp()), ${requested.actor},
          ${JSON.stringify({ counts })}::jsonb)
        ON CONFLICT DO NOTHING RETURNING replay_id`.execute(tables())
      return rows.length > 0
    },
  }
}

async function countByStatus(database: Database, selection: ReplaySelection) {
  const rows = await database
    .tables<CoreTables>()
    .selectFrom('webhook_inbox')
    .select(['status', sql<number>`count(*)::int`.as('count')])
    .where(selectionSql(selection))
    .groupBy('status')
    .execute()
  return Object.fromEntries(rows.map(({ status, count }) => [status, count])) as Partial<Record<InboxStatus, number>>
}

function toBatch(rows: readonly ReplayBatchRow[]): ReplayBatch {
  const claims = rows.flatMap((row) => (row.id === null ? [] : [{ stored: toStoredEvent(row), tries: row.tries }]))
  return { claims, settled: rows[0]?.settled ?? 0 }
}

function toResult({ outcome }: SettledEvent): ReplayResult | undefined {
  return results[outcome]
}

const results: Readonly<Record<SettledEvent['outcome'], ReplayResult | undefined>> = {
  processed: 'applied',
  already_applied: 'already_applied',
  unrouted: 'unrouted',
  failed: 'failed',
  dead: 'failed',
  unreadable: 'unreadable',
  lost: undefined,
}
