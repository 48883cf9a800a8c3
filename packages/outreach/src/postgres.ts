export { outreachMigrations } from './adapters/postgres/outreach-migrations.ts'
