import type { Selectable } from 'kysely'

import type { Clock } from '../../../kernel/ports/clock.ts'
import type { IdSource } from '../../../kernel/ports/id-source.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import type { Database } from '../../../postgres/open-database.ts'
import type { Hold } from '../../domain/hold.ts'
import type { HoldRequest, Holds } from '../../ports/holds.ts'

export interface PostgresHoldsOptions {
  readonly database: Database
  readonly clock: Clock
  readonly ids: IdSource
}

/** Holds in the table `holds`, whose partial unique index lets an owner have one open hold on a scope. */
export function createPostgresHolds({ database, clock, ids }: PostgresHoldsOptions): Holds {
  const tables = database.tables<CoreTables>()
  const selectOpen = () => tables.selectFrom('holds').selectAll().where('released_at', 'is', null)

  async function open(request: HoldRequest): Promise<{ readonly hold: Hold; readonly isNew: boolean }> {
    const { scope, owner, reason, by } = request
    const opened = await tables
      .insertInto('holds')
      .values({ id: ids.next<'Hold'>(), scope, owner, reason, opened_by: by, opened_at: clock.now() })
      .onConflict((conflict) => conflict.columns(['scope', 'owner']).where('released_at', 'is', null).doNothing())
      .returningAll()
      .executeTakeFirst()
    if (opened !== undefined) return { hold: toHold(opened), isNew: true }
    const standing = await selectOpen().where('scope', '=', scope).where('owner', '=', owner).executeTakeFirst()
    // Released between the two statements: nothing stands in the way of a new one.
    return standing === undefined ? open(request) : { hold: toHold(standing), isNew: false }
  }

  return {
    open,

    async release({ scope, owner, reason, by }) {
      const released = await tables
        .updateTable('holds')
        .set({ released_by: by, release_reason: reason, released_at: clock.now() })
        .where('scope', '=', scope)
        .where('owner', '=', owner)
        .where('released_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      return released === undefined ? undefined : toHold(released)
    },

    async listOpen(scope) {
      const open = scope === undefined ? selectOpen() : selectOpen().where('scope', '=', scope)
      return (await open.orderBy('opened_at').orderBy('id').execute()).map(toHold)
    },

    async history({ limit, after }) {
      const newest = tables.selectFrom('holds').selectAll().orderBy('opened_at', 'desc').orderBy('id', 'desc')
      const older =
        after === undefined
          ? newest
          : newest.where(({ eb, refTuple, tuple }) =>
              eb(refTuple('opened_at', 'id'), '<', tuple(after.openedAt, after.id)),
            )
      return (await older.limit(limit).execute()).map(toHold)
    },
  }
}

function toHold(row: Selectable<CoreTables['holds']>): Hold {
  const { id, scope, owner, reason, opened_by: openedBy, opened_at: openedAt } = row
  const { released_by: by, release_reason: releaseReason, released_at: at } = row
  const released = by === null || releaseReason === null || at === null ? null : { by, reason: releaseReason, at }
  return { id, scope, owner, reason, openedBy, openedAt, released }
}
