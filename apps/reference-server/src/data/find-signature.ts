import type { BusinessId, Transactions } from '@cloudgreet/core'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'

import type { Signature } from '../workflows/answer-text.ts'

/** Who signs an answer of the business, and how people reach it. */
export function createFindSignature(transactions: Transactions) {
  return (business: BusinessId): Promise<Signature | undefined> =>
    transactions.asTenant(business, async (transaction) => {
      const row = await executorOf<CoreTables>(transaction)
        .selectFrom('businesses')
        .select(['business_name', 'forward_number', 'email', 'website', 'phone_number'])
        .where('id', '=', business)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const contact = row.forward_number ?? row.email ?? row.website ?? row.phone_number ?? 'this number'
      return { businessName: row.business_name, contact }
    })
}
