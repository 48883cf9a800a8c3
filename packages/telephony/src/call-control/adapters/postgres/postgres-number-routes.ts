import type { Clock, Transactions } from '@cloudgreet/core'
import { executorOf } from '@cloudgreet/core/postgres'

import type { TelephonyTables } from '../../../postgres/telephony-tables.ts'
import type { NumberRoutes } from '../../ports/number-routes.ts'

export interface PostgresNumberRoutesOptions {
  readonly transactions: Transactions
  readonly clock: Clock
}

/** The numbers' routes as PostgreSQL holds them. */
export function createPostgresNumberRoutes({ transactions, clock }: PostgresNumberRoutesOptions): NumberRoutes {
  return {
    find: (business, number) =>
      transactions.asTenant(business, async (transaction) => {
        const row = await executorOf<TelephonyTables>(transaction)
          .selectFrom('number_routes')
          .select('route')
          .where('business_id', '=', business)
          .where('number', '=', number)
          .executeTakeFirst()
        return row?.route ?? 'trunk'
      }),

    set: (business, number, route) =>
      transactions.asTenant(business, async (transaction) => {
        const values = { route, updated_at: clock.now() }
        await executorOf<TelephonyTables>(transaction)
          .insertInto('number_routes')
          .values({ business_id: business, number, ...values })
          .onConflict((conflict) => conflict.columns(['business_id', 'number']).doUpdateSet(values))
          .execute()
      }),
  }
}
