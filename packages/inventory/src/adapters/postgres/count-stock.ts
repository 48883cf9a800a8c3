import type { StockCounts } from '@cloudgreet/core'
import type { Kysely } from 'kysely'

import { type NumberStatus, numberStatuses } from '../../domain/number-state.ts'
import type { InventoryTables } from './inventory-tables.ts'

/** Every status with its count, and `assignable`: available and verified. */
export async function countStock(executor: Kysely<InventoryTables>): Promise<StockCounts> {
  const rows = await executor
    .selectFrom('toll_free_numbers')
    .select(({ fn }) => [
      'status',
      fn.countAll<string>().as('count'),
      fn.countAll<string>().filterWhere('verification_status', '=', 'verified').as('verified'),
    ])
    .groupBy('status')
    .execute()
  const find = (status: NumberStatus) => rows.find((row) => row.status === status)
  return {
    ...Object.fromEntries(numberStatuses.map((status) => [status, Number(find(status)?.count ?? 0)])),
    assignable: Number(find('available')?.verified ?? 0),
  }
}
