import type pg from 'pg'

import { UnavailableError } from '../../../errors/unavailable-error.ts'
import type { Timer } from '../../../kernel/ports/timer.ts'
import { isLostConnection } from '../../../postgres/database-failure.ts'

export interface BoundedConnectionSettings {
  readonly pool: pg.Pool
  readonly timer: Timer
  /** Longest wait for a free connection. */
  readonly connectionWaitMs: number
  /** Longest use of it. */
  readonly deadlineMs: number
}

/** Lends connections to callers that must answer in time, whatever the database does. */
export interface BoundedConnections {
  /**
   * @throws {UnavailableError} `database_busy` when no connection is free in time; `database_unavailable` when the
   *   database is away, cuts the line or does not answer in time
   */
  use<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result>
}

export function boundedConnections(settings: BoundedConnectionSettings): BoundedConnections {
  return {
    use: async (work) => {
      const client = await borrow(settings)
      let destroy = true
      try {
        const result = await within(settings.timer, settings.deadlineMs, work(client), () => unavailable('in time'))
        destroy = false
        return result
      } catch (error) {
        if (isLostConnection(error) && !UnavailableError.isInstance(error)) throw unavailable('any more', error)
        destroy = UnavailableError.isInstance(error)
        throw error
      } finally {
        client.release(destroy)
      }
    },
  }
}

async function borrow({ pool, timer, connectionWaitMs }: BoundedConnectionSettings): Promise<pg.PoolClient> {
  const connected = pool.connect()
  const busy = () => new UnavailableError('database_busy', 'No database connection is free; try again soon.')
  try {
    return await within(timer, connectionWaitMs, connected, busy)
  } catch (error) {
    if (!UnavailableError.isInstance(error)) throw unavailable('now', error)
    void giveBack(connected)
    throw error
  }
}

/** A connection that comes too late goes straight back. */
async function giveBack(connected: Promise<pg.PoolClient>): Promise<void> {
  try {
    const client = await connected
    client.release()
  } catch {
    // It never came.
  }
}

function unavailable(when: string, cause?: unknown): UnavailableError {
  return new UnavailableError('database_unavailable', `The database does not answer ${when}; try again soon.`, 1_000, {
    cause,
  })
}

function within<Result>(
  timer: Timer,
  limitMs: number,
  work: Promise<Result>,
  timedOut: () => UnavailableError,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = timer.after(limitMs, () => reject(timedOut()))
    work.then(resolve, reject).finally(cancel)
  })
}
