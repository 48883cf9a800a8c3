export type {
  CommonTableExpression,
  FrameMember,
  LedgerFragment,
  StatementFragment,
  TransitionFragment,
} from './inbound/adapters/postgres/statement-fragment.ts'
export { openDatabase, type Database, type DatabaseOptions } from './postgres/open-database.ts'
export { migrate, type MigrationSet } from './postgres/migrate.ts'
export { executorOf, postgresTransactions } from './postgres/postgres-transactions.ts'
export { DatabaseFolderInUseError } from './postgres/folder-lock.ts'
export { MigrationError } from './postgres/migrate.ts'
export { tenantRole } from './postgres/postgres-transactions.ts'
export { coreMigrations } from './postgres/migrations/index.ts'
export { protectTenantTable } from './postgres/protect-tenant-table.ts'
export type { CoreTables } from './postgres/core-tables.ts'
