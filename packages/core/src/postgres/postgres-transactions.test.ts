import { sql } from 'kysely'
import { expect, it } from 'vitest'

import { uuidSource } from '../kernel/adapters/system/uuid-source.ts'
import type { BusinessId } from '../kernel/domain/ids.ts'
import type { CoreTables } from './core-tables.ts'
import { coreMigrations } from './migrations/index.ts'
import { executorOf, postgresTransactions } from './postgres-transactions.ts'
import { forEachDatabase } from './testkit/for-each-database.ts'

forEachDatabase([coreMigrations], (database) => {
  async function makeBusiness(name: string): Promise<BusinessId> {
    const id = uuidSource.next<'Business'>()
    await database().tables<CoreTables>().insertInto('businesses').values({ id, business_name: name }).execute()
    return id
  }

  it('shows a tenant its own rows only', async () => {
    const [mine] = [await makeBusiness('Mine'), await makeBusiness('Other')]
    const names = await postgresTransactions(database()).asTenant(mine, (transaction) =>
      executorOf<CoreTables>(transaction).selectFrom('businesses').select('business_name').execute(),
    )
    expect(names).toEqual([{ business_name: 'Mine' }])
  })

  it('leaves no tenant on the connection', async () => {
    const mine = await makeBusiness('Gone')
    const transactions = postgresTransactions(database())
    await expect(
      transactions.asTenant(mine, async () => {
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    const { rows } = await transactions.asOwner('test', (transaction) =>
      sql<{
        business: string
        role: string
      }>`select current_setting('app.business_id', true) as business, current_user as role`.execute(
        executorOf(transaction),
      ),
    )
    expect(rows[0]?.role).not.toBe('cloudgreet_app')
    expect(rows[0]?.business ?? '').toBe('')
  })

  it('refuses a row of another business', async () => {
    const [mine, other] = [await makeBusiness('A'), await makeBusiness('B')]
    await expect(
      postgresTransactions(database()).asTenant(mine, (transaction) =>
        executorOf<CoreTables>(transaction)
          .insertInto('appointments')
          .values({
            id: crypto.randomUUID(),
            business_id: other,
            customer_name: 'Dana Fictional',
            starts_at: new Date('2026-01-15T15:00:00Z'),
            ends_at: new Date('2026-01-15T16:00:00Z'),
            call_id: null,
            customer_phone: null,
            service: null,
            notes: null,
          })
          .execute(),
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })
})
