import { type BusinessId, uuidSource } from '@cloudgreet/core'
import { coreMigrations, type CoreTables } from '@cloudgreet/core/postgres'
import { forEachDatabase } from '@cloudgreet/core/testkit'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'

import { decideTransition, isConsistent, type NumberState, numberStatuses } from '../../domain/number-state.ts'
import { inventoryMigrations } from './inventory-migrations.ts'
import type { InventoryTables } from './inventory-tables.ts'

forEachDatabase([coreMigrations, inventoryMigrations], (open) => {
  const tables = () => open().tables<InventoryTables & CoreTables>()

  async function makeBusiness(): Promise<BusinessId> {
    const id = uuidSource.next<'Business'>()
    await tables().insertInto('businesses').values({ id, business_name: 'Fictional' }).execute()
    return id
  }

  async function start({ status, assignedTo }: NumberState): Promise<void> {
    await sql`DELETE FROM toll_free_numbers`.execute(tables())
    await sql`
      INSERT INTO toll_free_numbers (number, status, assigned_to, quarantined_until)
      VALUES ('+18005550100', ${status}, ${assignedTo ?? null}, ${status === 'quarantined' ? new Date(0) : null})`.execute(
      tables(),
    )
  }

  async function change({ status, assignedTo }: NumberState): Promise<string> {
    const statement = tables()
      .updateTable('toll_free_numbers')
      .set({ status, assigned_to: assignedTo ?? null })
    return statement.execute().then(
      () => 'allowed',
      (error: { code: string }) => error.code,
    )
  }

  const current = () => tables().selectFrom('toll_free_numbers').selectAll().executeTakeFirstOrThrow()

  it('allows and refuses the same changes as the domain', async () => {
    const [first, second] = [await makeBusiness(), await makeBusiness()]
    const states = numberStatuses.flatMap((status) =>
      [undefined, first, second].map((assignedTo) => ({ status, assignedTo })),
    )
    const differences: unknown[] = []
    for (const from of states.filter(isConsistent))
      for (const to of states) {
        // Taking away the business alone is what a deleted business does: it quarantines.
        if (from.status === to.status && from.assignedTo !== undefined && to.assignedTo === undefined) continue
        await start(from)
        const expected = decideTransition(from, to).allowed ? 'allowed' : '23514'
        const found = await change(to)
        if (found !== expected) differences.push({ from, to, expected, found })
      }
    expect(differences).toEqual([])
  })

  it('frees a stuck assignment by the SQL that an operator types', async () => {
    await start({ status: 'assigned', assignedTo: await makeBusiness() })
    await sql`UPDATE toll_free_numbers SET status = 'available', assigned_to = null`.execute(tables())
    expect(await current()).toMatchObject({ status: 'available', assigned_to: null, assigned_at: null })
  })

  it('lets a business hold one number only', async () => {
    const business = await makeBusiness()
    await start({ status: 'assigned', assignedTo: business })
    await expect(
      sql`INSERT INTO toll_free_numbers (number, status, assigned_to) VALUES ('+18005550101', 'reserved', ${business})`.execute(
        tables(),
      ),
    ).rejects.toMatchObject({ code: '23505' })
  })

  it('takes toll-free numbers only', async () => {
    await expect(
      sql`INSERT INTO toll_free_numbers (number) VALUES ('+13125550142')`.execute(tables()),
    ).rejects.toMatchObject({ code: '23514' })
  })

  describe('when the business is deleted', () => {
    it.each(['reserved', 'assigned', 'suspended'] as const)('quarantines its %s number for 30 days', async (status) => {
      const business = await makeBusiness()
      await start({ status, assignedTo: business })
      await sql`DELETE FROM businesses WHERE id = ${business}`.execute(tables())
      const number = await current()
      expect(number).toMatchObject({ status: 'quarantined', assigned_to: null })
      const days = (Number(number.quarantined_until) - Number(number.updated_at)) / 86_400_000
      expect(days).toBeCloseTo(30, 0)
    })
  })

  it('keeps the history of each number, also of changes by hand', async () => {
    await sql`DELETE FROM toll_free_number_history`.execute(tables())
    const business = await makeBusiness()
    await start({ status: 'reserved', assignedTo: business })
    await change({ status: 'assigned', assignedTo: business })
    await sql`DELETE FROM businesses WHERE id = ${business}`.execute(tables())
    const history = await tables()
      .selectFrom('toll_free_number_history')
      .select(['from_status', 'to_status', 'business_id', 'reason'])
      .orderBy('id')
      .execute()
    expect(history).toEqual([
      { from_status: null, to_status: 'reserved', business_id: business, reason: 'by_hand' },
      { from_status: 'reserved', to_status: 'assigned', business_id: business, reason: 'by_hand' },
      { from_status: 'assigned', to_status: 'quarantined', business_id: business, reason: 'business_deleted' },
    ])
  })

  it('shows and gives a tenant none of it', async () => {
    const { rows } = await sql<{ allowed: boolean }>`
      SELECT has_table_privilege('cloudgreet_app', 'toll_free_numbers', 'SELECT') AS allowed`.execute(tables())
    expect(rows).toEqual([{ allowed: false }])
  })
})
