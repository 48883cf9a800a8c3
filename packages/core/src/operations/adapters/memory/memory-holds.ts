import type { Clock } from '../../../kernel/ports/clock.ts'
import type { IdSource } from '../../../kernel/ports/id-source.ts'
import type { Hold } from '../../domain/hold.ts'
import type { HoldRequest, Holds } from '../../ports/holds.ts'

export interface MemoryHoldsOptions {
  readonly clock: Clock
  readonly ids: IdSource
}

export function createMemoryHolds({ clock, ids }: MemoryHoldsOptions): Holds {
  const holds: Hold[] = []
  const findOpen = ({ scope, owner }: HoldRequest) =>
    holds.findIndex((hold) => hold.released === null && hold.scope === scope && hold.owner === owner)

  return {
    async open({ by, ...request }) {
      const open = holds[findOpen({ by, ...request })]
      if (open !== undefined) return { hold: open, isNew: false }
      const hold: Hold = { id: ids.next<'Hold'>(), ...request, openedBy: by, openedAt: clock.now(), released: null }
      holds.push(hold)
      return { hold, isNew: true }
    },

    async release(request) {
      const index = findOpen(request)
      const open = holds[index]
      if (open === undefined) return undefined
      const released: Hold = { ...open, released: { by: request.by, reason: request.reason, at: clock.now() } }
      holds[index] = released
      return released
    },

    listOpen: async (scope) =>
      holds.filter((hold) => hold.released === null && (scope === undefined || hold.scope === scope)),

    history: async ({ limit, after }) => {
      const start = after === undefined ? 0 : holds.toReversed().findIndex(({ id }) => id === after.id) + 1
      return holds.toReversed().slice(start, start + limit)
    },
  }
}
