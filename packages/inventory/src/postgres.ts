export { inventoryMigrations } from './adapters/postgres/inventory-migrations.ts'
export type { InventoryTables } from './adapters/postgres/inventory-tables.ts'
export {
  createPostgresNumberAllocator,
  type PostgresNumberAllocatorOptions,
} from './adapters/postgres/postgres-number-allocator.ts'
export { createPostgresNumberInventory } from './adapters/postgres/postgres-number-inventory.ts'
