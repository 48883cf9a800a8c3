import { type BusinessId, uuidSource } from '@cloudgreet/core'
import { coreMigrations, executorOf, postgresTransactions } from '@cloudgreet/core/postgres'
import { forEachDatabase } from '@cloudgreet/core/testkit'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'

import { outreachMigrations } from './outreach-migrations.ts'

const tenantTables = ['prospects', 'outreach_events', 'sales_activities', 'sales_tasks']

forEachDatabase([coreMigrations, outreachMigrations], (open) => {
  async function makeBusiness(): Promise<BusinessId> {
    const id = uuidSource.next<'Business'>()
    await sql`INSERT INTO businesses (id, business_name) VALUES (${id}, 'Fictional')`.execute(open().tables())
    return id
  }

  /** Inserts the row as the owner. @returns `stored`, or the database's code of the refusal */
  async function insert(table: string, row: Record<string, unknown>): Promise<string> {
    const statement = sql`INSERT INTO ${sql.table(table)} (${sql.join(Object.keys(row).map((name) => sql.ref(name)))})
      VALUES (${sql.join(Object.values(row))})`
    return statement.execute(open().tables()).then(
      () => 'stored',
      (error: { code: string }) => error.code,
    )
  }

  function prospect(business: BusinessId, change: Record<string, unknown> = {}) {
    return { id: uuidSource.next(), business_id: business, email: 'dana@example.com', source: 'import', ...change }
  }

  async function storeProspect(business: BusinessId): Promise<string> {
    const row = prospect(business)
    expect(await insert('prospects', row)).toBe('stored')
    return row.id
  }

  describe('prospects', () => {
    it('are one for each address of a business, in whatever case', async () => {
      const [mine, other] = [await makeBusiness(), await makeBusiness()]
      expect(await insert('prospects', prospect(mine))).toBe('stored')
      expect(await insert('prospects', prospect(mine, { email: 'DANA@example.com' }))).toBe('23505')
      expect(await insert('prospects', prospect(other))).toBe('stored')
    })

    it.each([
      ['neither email nor phone', { email: null }],
      ['a phone that is not E.164', { phone: '312-555-0142' }],
      ['an unknown status', { status: 'warm' }],
      ['an opt-out without its time', { status: 'opted_out' }],
      ['no source', { source: ' ' }],
    ])('are refused with %s', async (_name, change) => {
      expect(await insert('prospects', prospect(await makeBusiness(), change))).toBe('23514')
    })
  })

  describe('outreach events', () => {
    async function attempt(business: BusinessId, change: Record<string, unknown> = {}): Promise<string> {
      const row = {
        id: uuidSource.next(),
        business_id: business,
        key: 'step-1',
        channel: 'email',
        provider: 'fake',
        result: 'sent',
      }
      return insert('outreach_events', { ...row, ...change })
    }

    it('are one for each key of a business', async () => {
      const business = await makeBusiness()
      const prospect_id = await storeProspect(business)
      expect(await attempt(business, { prospect_id })).toBe('stored')
      expect(await attempt(business, { prospect_id })).toBe('23505')
    })

    it('give a reason when nothing was sent', async () => {
      const business = await makeBusiness()
      const prospect_id = await storeProspect(business)
      expect(await attempt(business, { prospect_id, result: 'skipped' })).toBe('23514')
      expect(await attempt(business, { prospect_id, result: 'skipped', reason: 'opted_out' })).toBe('stored')
    })

    it('refer to prospects of their own business only', async () => {
      const prospect_id = await storeProspect(await makeBusiness())
      expect(await attempt(await makeBusiness(), { prospect_id })).toBe('23503')
    })
  })

  describe('sales work', () => {
    it('takes known types of activity', async () => {
      const row = { business_id: await makeBusiness(), occurred_at: new Date('2026-01-15T12:00:00Z') }
      expect(await insert('sales_activities', { ...row, id: uuidSource.next(), type: 'call' })).toBe('stored')
      expect(await insert('sales_activities', { ...row, id: uuidSource.next(), type: 'lunch' })).toBe('23514')
    })

    it.each([
      [{ status: 'open' }, 'stored'],
      [{ status: 'claimed' }, '23514'],
      [{ status: 'claimed', claimed_at: new Date(0) }, 'stored'],
      [{ status: 'completed' }, '23514'],
      [{ status: 'completed', completed_at: new Date(0) }, 'stored'],
      [{ status: 'completed', claimed_at: new Date(1_000), completed_at: new Date(0) }, '23514'],
    ])('answers a task %o with %s', async (change, answer) => {
      const row = { id: uuidSource.next(), business_id: await makeBusiness(), title: 'Call back' }
      expect(await insert('sales_tasks', { ...row, ...change })).toBe(answer)
    })
  })

  it('shows a tenant its own prospects only', async () => {
    const [mine, other] = [await makeBusiness(), await makeBusiness()]
    const own = await storeProspect(mine)
    await storeProspect(other)
    const { rows } = await postgresTransactions(open()).asTenant(mine, (transaction) =>
      sql`SELECT id FROM prospects`.execute(executorOf(transaction)),
    )
    expect(rows).toEqual([{ id: own }])
  })

  it.each(tenantTables)('puts the second wall round %s, over an index that leads with the business', async (table) => {
    const { rows } = await sql<{ walled: boolean; indexed: boolean }>`
      SELECT relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid) AS walled,
        EXISTS (
          SELECT FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
          WHERE indrelid = pg_class.oid AND attname = 'business_id'
        ) AS indexed
      FROM pg_class WHERE relname = ${table}`.execute(open().tables())
    expect(rows).toEqual([{ walled: true, indexed: true }])
  })

  it('loses everything of a business that is deleted', async () => {
    const business = await makeBusiness()
    const prospect_id = await storeProspect(business)
    const row = { id: uuidSource.next(), business_id: business, prospect_id, title: 'Call back' }
    expect(await insert('sales_tasks', row)).toBe('stored')
    await sql`DELETE FROM businesses WHERE id = ${business}`.execute(open().tables())
    for (const table of tenantTables) {
      const { rows } = await sql`SELECT FROM ${sql.table(table)} WHERE business_id = ${business}`.execute(
        open().tables(),
      )
      expect(rows).toEqual([])
    }
  })
})
