import { type BusinessId, systemClock, uuidSource } from '@cloudgreet/core'
import { coreMigrations, type CoreTables, type Database } from '@cloudgreet/core/postgres'
import { forEachDatabase } from '@cloudgreet/core/testkit'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'

import { numberAllocatorContract } from '../../testkit/number-allocator-contract.ts'
import { claimStatement } from './claim-statement.ts'
import { inventoryMigrations } from './inventory-migrations.ts'
import type { InventoryTables } from './inventory-tables.ts'
import { createPostgresNumberAllocator } from './postgres-number-allocator.ts'
import { createPostgresNumberInventory } from './postgres-number-inventory.ts'

async function makeBusiness(database: Database): Promise<BusinessId> {
  const id = uuidSource.next<'Business'>()
  await database.tables<CoreTables>().insertInto('businesses').values({ id, business_name: 'Fictional' }).execute()
  return id
}

function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `+1800555${String(100 + index).padStart(4, '0')}`)
}

async function fill(database: Database, count: number): Promise<void> {
  await sql`DELETE FROM toll_free_numbers`.execute(database.tables())
  await createPostgresNumberInventory({ database, clock: systemClock, ids: uuidSource }).addNumbers(numbers(count), {
    verificationStatus: 'verified',
  })
}

forEachDatabase([coreMigrations, inventoryMigrations], (open, kind) => {
  numberAllocatorContract({
    name: kind,
    makeSubject: async (clock) => {
      const database = open()
      await sql`DELETE FROM toll_free_numbers`.execute(database.tables())
      return {
        allocator: createPostgresNumberAllocator({ database, clock }),
        inventory: createPostgresNumberInventory({ database, clock, ids: uuidSource }),
        makeBusiness: () => makeBusiness(database),
      }
    },
  })

  it.each([5, 100])('32 claims at once on %i numbers: none double, none lost, none falsely refused', async (stock) => {
    const database = open()
    await fill(database, stock)
    const allocator = createPostgresNumberAllocator({ database, clock: systemClock, lockTimeoutMs: 5_000 })
    const businesses = await Promise.all(Array.from({ length: 32 }, () => makeBusiness(database)))
    const claims = await Promise.all(businesses.map((business) => allocator.claim(business)))
    const claimed = claims.flatMap((claim) => (claim.outcome === 'claimed' ? [claim.number] : []))
    expect(claimed).toHaveLength(Math.min(stock, 32))
    expect(new Set(claimed).size).toBe(claimed.length)
    expect(claims.filter(({ outcome }) => outcome === 'none')).toHaveLength(32 - claimed.length)
  })

  // PGlite has one connection: no claim can be open beside another.
  if (kind === 'postgres') testOpenClaims(open)
})

function testOpenClaims(open: () => Database): void {
  describe('while others hold claims open', () => {
    const allocatorWaiting = (lockTimeoutMs: number) =>
      createPostgresNumberAllocator({ database: open(), clock: systemClock, lockTimeoutMs })

    /** Claims the only number in a transaction that stays open. */
    async function claimTheOnlyNumber() {
      await fill(open(), 1)
      const transaction = await open().tables<InventoryTables>().startTransaction().execute()
      const business = await makeBusiness(open())
      await claimStatement(business, systemClock.now(), { locking: 'skip' }).execute(transaction)
      return transaction
    }

    it('waits for a claim that is rolled back, and takes its number', async () => {
      const transaction = await claimTheOnlyNumber()
      const waiting = allocatorWaiting(10_000).claim(await makeBusiness(open()))
      await someoneWaits(open())
      await transaction.rollback().execute()
      expect(await waiting).toEqual({ outcome: 'claimed', number: '+18005550100' })
    })

    it('says none once the open claim is committed', async () => {
      const transaction = await claimTheOnlyNumber()
      const waiting = allocatorWaiting(10_000).claim(await makeBusiness(open()))
      await someoneWaits(open())
      await transaction.commit().execute()
      expect(await waiting).toMatchObject({ outcome: 'none', counts: { reserved: 1, available: 0 } })
    })

    it('says busy, and not none, when the open claim stays open', async () => {
      const transaction = await claimTheOnlyNumber()
      const claim = await allocatorWaiting(50).claim(await makeBusiness(open()))
      await transaction.rollback().execute()
      expect(claim).toEqual({ outcome: 'busy', code: 'numbers_busy', retryAfterMs: 100 })
    })

    it('says none to nobody while 27 claims of 5 numbers roll back', async () => {
      await fill(open(), 5)
      const businesses = await Promise.all(Array.from({ length: 32 }, () => makeBusiness(open())))
      const rollBacks = businesses.slice(5).map((business) => claimAndRollBack(open(), business))
      const claims = businesses.slice(0, 5).map((business) => allocatorWaiting(10_000).claim(business))
      await Promise.all(rollBacks)
      const numbersClaimed = (await Promise.all(claims)).map((claim) => claim.outcome === 'claimed' && claim.number)
      expect(numbersClaimed.toSorted()).toEqual(numbers(5))
    })
  })
}

async function claimAndRollBack(database: Database, business: BusinessId): Promise<void> {
  const transaction = await database.tables<InventoryTables>().startTransaction().execute()
  await claimStatement(business, systemClock.now(), { locking: 'skip' }).execute(transaction)
  await transaction.rollback().execute()
}

/** Returns once a session of this database waits for a lock. */
async function someoneWaits(database: Database): Promise<void> {
  const { rows } = await sql<{ waiting: string }>`
    SELECT count(*) AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(database.tables())
  if (rows[0]?.waiting === '0') await someoneWaits(database)
}
