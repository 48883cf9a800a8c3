import { type Clock, type Logger, type RepeatingTask, startRepeatingTask, type Timer } from '@cloudgreet/core'
import {
  type Database,
  pruneFunctionCalls,
  pruneIdempotencyKeys,
  pruneInbox,
  pruneMails,
  pruneInsightRuns,
  pruneOutbox,
  pruneRefreshTokens,
  pruneReplayItems,
  pruneTickets,
  retentionDays,
} from '@cloudgreet/core/postgres'
import type { NumberInventory } from '@cloudgreet/inventory'

const intervalMs = 3_600_000
const dayMs = 86_400_000
/** Days for which a repeat of a request gets the first answer. */
const idempotencyDays = 1
/** Days after their end that refresh tokens stay, for whoever looks into a theft. */
const refreshTokenDays = 7
/** Days that results of insights stay, which quote callers. */
const insightDays = 90

export interface HousekeepingOptions {
  readonly database: Database
  readonly inventory: Pick<NumberInventory, 'endQuarantines'>
  readonly clock: Clock
  readonly timer: Timer
  readonly logger: Logger
}

/**
 * Now and once an hour: deletes what has been kept long enough, and frees numbers whose quarantine is over.
 * Any number of servers may do it at the same time.
 */
export function startHousekeeping(options: HousekeepingOptions): RepeatingTask {
  const { timer, logger } = options
  return startRepeatingTask({ name: 'Housekeeping', run: () => keepHouse(options), intervalMs, timer, logger })
}

async function keepHouse({ database, inventory, clock, logger }: HousekeepingOptions): Promise<void> {
  const daysAgo = (days: number) => new Date(clock.now().getTime() - days * dayMs)
  const jobs = {
    webhooks_deleted: () => pruneInbox(database, daysAgo(retentionDays)),
    stream_events_deleted: () => pruneOutbox(database, daysAgo(retentionDays)),
    function_calls_deleted: () => pruneFunctionCalls(database, daysAgo(retentionDays)),
    tickets_deleted: () => pruneTickets(database, clock.now()),
    idempotency_keys_deleted: () => pruneIdempotencyKeys(database, daysAgo(idempotencyDays)),
    refresh_tokens_deleted: () => pruneRefreshTokens(database, daysAgo(refreshTokenDays)),
    mails_deleted: () => pruneMails(database, daysAgo(retentionDays)),
    replayed_events_deleted: () => pruneReplayItems(database, daysAgo(retentionDays)),
    insight_runs_deleted: () => pruneInsightRuns(database, daysAgo(insightDays)),
    numbers_out_of_quarantine: async () => (await inventory.endQuarantines()).length,
  }
  for (const [job, run] of Object.entries(jobs)) {
    try {
      const count = await run()
      if (count > 0) logger.info('Housekeeping', { job, count })
    } catch (error) {
      // The other jobs do not wait for this one's next turn.
      logger.error('Housekeeping failed', { job, error })
    }
  }
}
