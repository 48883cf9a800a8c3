import { type RawBuilder, sql } from 'kysely'

import { isId } from '../../../kernel/domain/ids.ts'
import type { ReplayBound, ReplayOrder, ReplaySelection } from '../../domain/replay.ts'

type Range = Exclude<ReplaySelection, { readonly ids: unknown }>

/** Condition on rows of `webhook_inbox` that the selection holds and that are not applied. */
export function selectionSql(selection: ReplaySelection): RawBuilder<boolean> {
  const business = isOf('business_id', selection.businessId)
  const conditions =
    'ids' in selection
      ? [sql`id = ANY(${selection.ids}::uuid[])`, business]
      : [
          rangeSql(selection),
          business,
          isOf('provider', selection.provider),
          isOf('event_type', selection.eventType),
          isOf('status', selection.status),
        ]
  return sql<boolean>`(status <> 'processed' AND ${sql.join(conditions, sql` AND `)})`
}

function rangeSql({ from, to }: Range): RawBuilder<unknown> {
  return from instanceof Date
    ? sql`received_at >= ${from}::timestamptz AND received_at < ${to}::timestamptz`
    : sql`id BETWEEN ${from}::uuid AND ${to}::uuid`
}

function isOf(column: string, value: string | undefined): RawBuilder<unknown> {
  return value === undefined ? sql`true` : sql`${sql.ref(column)} = ${value}`
}

type Journalled = Pick<ReplayOrder, 'selection' | 'note'>

/** What the journal keeps of an order. */
export function toJournal({ selection, note }: Journalled): string {
  return JSON.stringify({ selection, note })
}

export function fromJournal(detail: unknown): Journalled {
  const { selection, note } = detail as Journalled
  if ('ids' in selection) return { selection, note }
  return { selection: { ...selection, from: toBound(selection.from), to: toBound(selection.to) }, note }
}

/** JSON has no dates. */
function toBound(written: ReplayBound): ReplayBound {
  return typeof written === 'string' && !isId(written) ? new Date(written) : written
}
