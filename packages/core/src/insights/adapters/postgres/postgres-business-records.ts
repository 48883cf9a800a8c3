import { sql } from 'kysely'

import type { CallWindow } from '../../../calls/ports/call-history.ts'
import { businessHoursSchema } from '../../../contract/dashboard.ts'
import type { BusinessId } from '../../../kernel/domain/ids.ts'
import type { Transactions } from '../../../kernel/ports/transactions.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { executorOf } from '../../../postgres/postgres-transactions.ts'
import type { Booking } from '../../domain/insight-facts.ts'
import type { BusinessProfile, BusinessRecords } from '../../ports/business-records.ts'

const mostBookings = 10_000

/** Reads `businesses` and `appointments`, as the tenant. */
export function createPostgresBusinessRecords({
  transactions,
}: {
  readonly transactions: Transactions
}): BusinessRecords {
  return {
    profile: (business) => transactions.asTenant(business, (transaction) => readProfile(transaction, business)),
    bookings: (business, window, timeZone) =>
      transactions.asTenant(business, (transaction) => readBookings(transaction, business, { window, timeZone })),
  }
}

type Transaction = Parameters<typeof executorOf>[0]

async function readProfile(transaction: Transaction, business: BusinessId): Promise<BusinessProfile | undefined> {
  const row = await executorOf<CoreTables>(transaction)
    .selectFrom('businesses')
    .select(['time_zone', 'hours', 'services', 'insights_enabled'])
    .where('id', '=', business)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const hours = businessHoursSchema.safeParse(row.hours)
  return {
    timeZone: row.time_zone,
    hours: hours.success ? hours.data : null,
    services: row.services ?? [],
    wantsInsights: row.insights_enabled,
  }
}

function readBookings(
  transaction: Transaction,
  business: BusinessId,
  { window, timeZone }: { readonly window: CallWindow; readonly timeZone: string },
): Promise<readonly Booking[]> {
  return executorOf<CoreTables>(transaction)
    .selectFrom('appointments')
    .select([
      'call_id as callId',
      'customer_phone as phone',
      'customer_name as customerName',
      'created_at as createdAt',
    ])
    .select(sql<string>`to_char(created_at AT TIME ZONE ${timeZone}, 'YYYY-MM-DD')`.as('day'))
    .where('business_id', '=', business)
    .where('created_at', '>=', window.from)
    .where('created_at', '<', window.to)
    .where('status', '<>', 'cancelled')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(mostBookings)
    .execute()
}
