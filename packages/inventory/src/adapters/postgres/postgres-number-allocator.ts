import {
  type BusinessId,
  type Clock,
  type NumberAllocator,
  type NumberClaim,
  NumberNotHeldError,
  type PhoneNumber,
} from '@cloudgreet/core'
import type { Database } from '@cloudgreet/core/postgres'
import { type Kysely, sql } from 'kysely'

import { quarantineDays } from '../../domain/number-state.ts'
import { changeReason } from './change-reason.ts'
import { claimStatement } from './claim-statement.ts'
import { countStock } from './count-stock.ts'
import type { InventoryTables } from './inventory-tables.ts'

export interface PostgresNumberAllocatorOptions {
  readonly database: Database
  readonly clock: Clock
  /** Longest wait for another's open claim, in milliseconds, before the answer is `busy`. Default: 500. */
  readonly lockTimeoutMs?: number
}

const dayMs = 86_400_000
const uniqueViolation = '23505'
/** `lock_not_available` and `query_canceled`: the wait for others took too long. */
const waitedTooLong = ['55P03', '57014']

/** Gives out the numbers of `toll_free_numbers`. Call it outside any open transaction. */
export function createPostgresNumberAllocator(options: PostgresNumberAllocatorOptions): NumberAllocator {
  const { database, clock } = options
  const tables = database.tables<InventoryTables>()

  return {
    async claim(business) {
      const number = await claimOnce(tables, business, clock.now())
      return number === undefined ? lookAgain(options, business) : { outcome: 'claimed', number }
    },

    async confirm(business) {
      const { rows } = await sql<{ number: PhoneNumber }>`
        UPDATE toll_free_numbers
        SET status = 'assigned', assigned_at = coalesce(assigned_at, ${clock.now()})
        FROM ${changeReason('confirmed')}
        WHERE assigned_to = ${business} AND status IN ('reserved', 'assigned')
        RETURNING number`.execute(tables)
      if (rows.length === 0) throw new NumberNotHeldError()
    },

    find: (business) => findHeld(tables, business),

    async release(business, reason) {
      await (reason === 'unused' ? putBack(tables, business) : quarantine(tables, business, clock.now()))
    },
  }
}

async function claimOnce(
  tables: Kysely<InventoryTables>,
  business: BusinessId,
  now: Date,
): Promise<PhoneNumber | undefined> {
  try {
    const { rows } = await claimStatement(business, now, { locking: 'skip' }).execute(tables)
    return rows[0]?.number
  } catch (error) {
    if (!hasCode(error, [uniqueViolation])) throw error
    // The same business claimed at the same time, and the other claim was first.
    return findHeld(tables, business)
  }
}

/**
 * SKIP LOCKED calls a small stock empty while others' claims are still open. Before saying so, wait for them.
 */
async function lookAgain(options: PostgresNumberAllocatorOptions, business: BusinessId): Promise<NumberClaim> {
  const { database, clock, lockTimeoutMs = 500 } = options
  try {
    return await database
      .tables<InventoryTables>()
      .transaction()
      .execute(async (executor) => {
        // A lock time-out holds for each row; the statement time-out bounds the sum.
        await sql`SELECT set_config('lock_timeout', ${`${lockTimeoutMs}ms`}, true),
          set_config('statement_timeout', ${`${2 * lockTimeoutMs}ms`}, true)`.execute(executor)
        const { rows } = await claimStatement(business, clock.now(), { locking: 'wait' }).execute(executor)
        const number = rows[0]?.number
        if (number !== undefined) return { outcome: 'claimed', number }
        return { outcome: 'none', code: 'no_available_numbers', counts: await countStock(executor) }
      })
  } catch (error) {
    if (!hasCode(error, [...waitedTooLong, uniqueViolation])) throw error
    return { outcome: 'busy', code: 'numbers_busy', retryAfterMs: 2 * lockTimeoutMs }
  }
}

async function findHeld(tables: Kysely<InventoryTables>, business: BusinessId): Promise<PhoneNumber | undefined> {
  const row = await tables
    .selectFrom('toll_free_numbers')
    .select('number')
    .where('assigned_to', '=', business)
    .where('status', 'in', ['reserved', 'assigned'])
    .executeTakeFirst()
  return row?.number
}

async function putBack(tables: Kysely<InventoryTables>, business: BusinessId): Promise<void> {
  await sql`
    UPDATE toll_free_numbers SET status = 'available', assigned_to = NULL
    FROM ${changeReason('unused')}
    WHERE assigned_to = ${business} AND status IN ('reserved', 'assigned')`.execute(tables)
}

async function quarantine(tables: Kysely<InventoryTables>, business: BusinessId, now: Date): Promise<void> {
  const until = new Date(now.getTime() + quarantineDays * dayMs)
  await sql`
    UPDATE toll_free_numbers SET status = 'quarantined', assigned_to = NULL, quarantined_until = ${until}
    FROM ${changeReason('business_closed')}
    WHERE assigned_to = ${business}`.execute(tables)
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
}
