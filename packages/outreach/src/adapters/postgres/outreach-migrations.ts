import type { MigrationSet } from '@cloudgreet/core/postgres'

import { outreachTables } from './0001_outreach.ts'
import { newestLeads } from './0002_newest_leads.ts'

/** Outreach's tables. Runs after core's. */
export const outreachMigrations: MigrationSet = {
  name: 'outreach',
  migrations: { '0001_outreach': outreachTables, '0002_newest_leads': newestLeads },
}
