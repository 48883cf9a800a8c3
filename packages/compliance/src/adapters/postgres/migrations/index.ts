import type { MigrationSet } from '@cloudgreet/core/postgres'

import { ledgerTables } from './0001_ledger.ts'

/** Compliance's tables. Run after core's. */
export const complianceMigrations: MigrationSet = { name: 'compliance', migrations: { '0001_ledger': ledgerTables } }
