export { outreachMigrations } from './adapters/postgres/outreach-migrations.ts'
export type { OutreachTables } from './adapters/postgres/outreach-tables.ts'
export { createPostgresLeadList } from './leads/adapters/postgres/postgres-lead-list.ts'
