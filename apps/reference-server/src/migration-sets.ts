import { complianceMigrations } from '@cloudgreet/compliance/postgres'
import { coreMigrations } from '@cloudgreet/core/postgres'
import { inventoryMigrations } from '@cloudgreet/inventory/postgres'
import { outreachMigrations } from '@cloudgreet/outreach/postgres'
import { telephonyMigrations } from '@cloudgreet/telephony/postgres'

/** Every package's tables, in the order in which they need each other. */
export const migrationSets = [
  coreMigrations,
  inventoryMigrations,
  telephonyMigrations,
  complianceMigrations,
  outreachMigrations,
]
