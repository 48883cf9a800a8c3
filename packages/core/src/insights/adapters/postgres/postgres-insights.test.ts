import { describe, expect, it } from 'vitest'

import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import type { BusinessId } from '../../../kernel/domain/ids.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { coreMigrations } from '../../../postgres/migrations/index.ts'
import { postgresTransactions } from '../../../postgres/postgres-transactions.ts'
import { pruneInsightRuns } from '../../../postgres/retention.ts'
import { forEachDatabase } from '../../../postgres/testkit/for-each-database.ts'
import { insightStoreContract } from '../../testkit/insight-store-contract.ts'
import { createPostgresBusinessRecords } from './postgres-business-records.ts'
import { createPostgresInsightStore } from './postgres-insight-store.ts'

forEachDatabase([coreMigrations], (database, kind) => {
  const makeBusiness = async (facts: { readonly hours?: string; readonly services?: string } = {}) => {
    const id = uuidSource.next<'Business'>()
    await database()
      .tables<CoreTables>()
      .insertInto('businesses')
      .values({ id, business_name: 'Toy Works', time_zone: 'America/Chicago', ...facts })
      .execute()
    return id
  }
  const transactions = () => postgresTransactions(database())

  insightStoreContract({
    name: kind,
    makeSubject: () => ({ store: createPostgresInsightStore({ transactions: transactions() }), makeBusiness }),
  })

  describe('createPostgresBusinessRecords', () => {
    const window = { from: new Date('2026-01-01T06:00:00Z'), to: new Date('2026-02-01T06:00:00Z') }
    const book = (business: BusinessId, createdAt: string, status: 'booked' | 'cancelled' = 'booked') =>
      database()
        .tables<CoreTables>()
        .insertInto('appointments')
        .values({
          id: uuidSource.next(),
          business_id: business,
          customer_name: 'Dana Reyes',
          customer_phone: '+13125550142',
          starts_at: new Date(Date.parse(createdAt) + 86_400_000),
          ends_at: new Date(Date.parse(createdAt) + 90_000_000),
          created_at: new Date(createdAt),
          status,
        })
        .execute()

    it('reads hours, services and the wish for insights; what is no schedule counts as unknown', async () => {
      const records = createPostgresBusinessRecords({ transactions: transactions() })
      const hours = { monday: [{ opens: '09:00', closes: '17:00' }] }
      const known = await makeBusiness({ hours: JSON.stringify(hours), services: '["Drains"]' })
      const base = { timeZone: 'America/Chicago', wantsInsights: true }
      expect(await records.profile(known)).toEqual({ ...base, hours, services: ['Drains'] })
      const odd = await makeBusiness({ hours: '{"monday": "all day"}' })
      expect(await records.profile(odd)).toEqual({ ...base, hours: null, services: [] })
      expect(await records.profile(uuidSource.next<'Business'>())).toBeUndefined()
    })

    it('reads the bookings that were made in the window and stand, by local day', async () => {
      const records = createPostgresBusinessRecords({ transactions: transactions() })
      const business = await makeBusiness()
      await book(business, '2026-01-15T05:00:00Z')
      await book(business, '2026-01-16T12:00:00Z', 'cancelled')
      await book(business, '2025-12-15T12:00:00Z')
      expect(await records.bookings(business, window, 'America/Chicago')).toEqual([
        {
          callId: null,
          phone: '+13125550142',
          customerName: 'Dana Reyes',
          day: '2026-01-14',
          createdAt: new Date('2026-01-15T05:00:00Z'),
        },
      ])
    })
  })

  it('deletes old runs that have ended', async () => {
    const store = createPostgresInsightStore({ transactions: transactions() })
    const business = await makeBusiness()
    const requestedAt = new Date('2020-01-01T00:00:00Z')
    const { id } = await store.open(business, { id: uuidSource.next<'InsightRun'>(), requestedAt })
    expect(await pruneInsightRuns(database(), new Date('2021-01-01T00:00:00Z'))).toBe(0)
    await store.fail(business, id)
    expect(await pruneInsightRuns(database(), new Date('2021-01-01T00:00:00Z'))).toBe(1)
  })
})
