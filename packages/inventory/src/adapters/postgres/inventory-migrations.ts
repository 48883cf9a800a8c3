import type { MigrationSet } from '@cloudgreet/core/postgres'

import { tollFreeNumbers } from './0001_toll_free_numbers.ts'

/** Inventory's tables: the toll-free numbers and their history. Runs after core's. */
export const inventoryMigrations: MigrationSet = {
  name: 'inventory',
  migrations: { '0001_toll_free_numbers': tollFreeNumbers },
}
