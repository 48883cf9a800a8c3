import { type RawBuilder, type Selectable, sql } from 'kysely'

import type { EventId, ReplayId } from '../../../kernel/domain/ids.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import type { Database } from '../../../postgres/open-database.ts'
import { emptyReplayCounts, type ReplayOrder, type ReplayProgress } from '../../domain/replay.ts'
import { fromJournal, selectionSql } from './replay-selection.ts'

/** The journal's entry of an order. */
export type Requested = Selectable<CoreTables['webhook_replays']>

export function findRequested(database: Database, id: ReplayId): Promise<Requested | undefined> {
  return database
    .tables<CoreTables>()
    .selectFrom('webhook_replays')
    .selectAll()
    .where('replay_id', '=', id)
    .where('entry', '=', 'requested')
    .executeTakeFirst()
}

/** What came in before the order and stands behind the last event collected. Ids were all collected at once. */
export function uncollectedSql({ replay_id, at, detail }: Requested): RawBuilder<boolean> {
  const { selection } = fromJournal(detail)
  if ('ids' in selection) return sql<boolean>`false`
  const last = (column: 'received_at' | 'inbox_id') => sql`(SELECT ${sql.ref(column)} FROM webhook_replay_items
    WHERE replay_id = ${replay_id} ORDER BY received_at DESC, inbox_id DESC LIMIT 1)`
  return sql<boolean>`${selectionSql(selection)} AND received_at <= ${at} AND (received_at, id) > (
    COALESCE(${last('received_at')}, '-infinity'), COALESCE(${last('inbox_id')}, ${lowestId}::uuid))`
}

/** Before every id. */
export const lowestId = '00000000-0000-0000-0000-000000000000' as EventId

/** How far the order has come: from the journal once it ended, else from its items. */
export async function readProgress(database: Database, requested: Requested): Promise<ReplayProgress> {
  const tables = database.tables<CoreTables>()
  const order = { id: requested.replay_id, requestedAt: requested.at, ...toOrder(requested) }
  const ended = await tables
    .selectFrom('webhook_replays')
    .selectAll()
    .where('replay_id', '=', requested.replay_id)
    .where('entry', '=', 'finished')
    .executeTakeFirst()
  if (ended !== undefined) {
    const { counts } = ended.detail as Pick<ReplayProgress, 'counts'>
    return { ...order, finishedAt: ended.at, counts, remaining: 0 }
  }
  const items = await tables
    .selectFrom('webhook_replay_items')
    .select(['result', sql<number>`count(*)::int`.as('count')])
    .where('replay_id', '=', requested.replay_id)
    .groupBy('result')
    .execute()
  const uncollected = await tables
    .selectFrom('webhook_inbox')
    .select(sql<number>`count(*)::int`.as('count'))
    .where(uncollectedSql(requested))
    .executeTakeFirstOrThrow()
  const counts = emptyReplayCounts()
  for (const { result, count } of items) if (result !== null) counts[result] = count
  const open = items.find(({ result }) => result === null)?.count ?? 0
  return { ...order, finishedAt: undefined, counts, remaining: open + uncollected.count }
}

function toOrder({ actor, detail }: Requested): ReplayOrder {
  return { actor, ...fromJournal(detail) }
}
