import { sql } from 'kysely'

import type { ReplayId } from '../../../kernel/domain/ids.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import type { Database } from '../../../postgres/open-database.ts'
import type { ReplayResult } from '../../domain/replay.ts'
import type { ReplayStore } from '../../ports/replay-store.ts'
import { findRequested, lowestId, readProgress } from './replay-progress.ts'
import { toJournal } from './replay-selection.ts'
import { insertIdsSql } from './replay-sql.ts'
import { onBoundedTransaction } from './stored-event-transaction.ts'

type Journal = Pick<ReplayStore, 'open' | 'find' | 'list' | 'results' | 'listOpen'>

/** What was asked for, and how far it has come. */
export function createReplayJournal(database: Database): Journal {
  const tables = () => database.tables<CoreTables>()
  return {
    open: (id, order) =>
      onBoundedTransaction(database, async (client) => {
        await client.query(
          `INSERT INTO webhook_replays (replay_id, entry, at, actor, detail)
           VALUES ($1, 'requested', date_trunc('milliseconds', clock_timestamp()), $2, $3)`,
          [id, order.actor, toJournal(order)],
        )
        const { selection } = order
        if ('ids' in selection) await client.query(insertIdsSql, [id, selection.ids, selection.businessId])
      }),

    find: async (id) => {
      const requested = await findRequested(database, id)
      return requested === undefined ? undefined : readProgress(database, requested)
    },

    list: async ({ limit, after }) => {
      const requested = await tables()
        .selectFrom('webhook_replays')
        .selectAll()
        .where('entry', '=', 'requested')
        .$if(after !== undefined, (query) =>
          query.where(sql<boolean>`(at, replay_id) < (${after?.requestedAt}::timestamptz, ${after?.id}::uuid)`),
        )
        .orderBy('at', 'desc')
        .orderBy('replay_id', 'desc')
        .limit(limit)
        .execute()
      return Promise.all(requested.map((entry) => readProgress(database, entry)))
    },

    results: async (id, { limit, after }) => {
      const rows = await tables()
        .selectFrom('webhook_replay_items')
        .select(['inbox_id', 'result', 'error_class'])
        .where('replay_id', '=', id)
        .where('result', 'is not', null)
        .$narrowType<{ result: ReplayResult }>()
        .where('inbox_id', '>', after ?? lowestId)
        .orderBy('inbox_id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ id: row.inbox_id, result: row.result, errorClass: row.error_class ?? undefined }))
    },

    listOpen: async (minAgeMs) => {
      const { rows } = await database.pool.query<{ replay_id: ReplayId }>(openSql, [minAgeMs])
      return rows.map((row) => row.replay_id)
    },
  }
}

const openSql = `SELECT replay_id FROM webhook_replays AS requested
  WHERE entry = 'requested' AND at <= clock_timestamp() - $1 * interval '1 millisecond' AND NOT EXISTS (
    SELECT FROM webhook_replays AS ended WHERE ended.replay_id = requested.replay_id AND ended.entry = 'finished'
  ) ORDER BY at`
