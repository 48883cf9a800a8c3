import { type Migration, Migrator } from 'kysely/migration'

import { CloudGreetError } from '../errors/cloudgreet-error.ts'
import type { Database } from './open-database.ts'

/** The migrations of one package. */
export interface MigrationSet {
  /** Name of the package; names the table that remembers what ran: `core` → `core_migrations`. */
  readonly name: string
  /** By name, in alphabetical order: `0001_businesses`, `0002_…`. One that has run is never changed. */
  readonly migrations: Readonly<Record<string, Migration>>
}

/** A migration failed and left nothing behind; the cause says why. */
export class MigrationError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.migration'
  override readonly name = 'MigrationError'
  readonly code = 'migration_failed'

  constructor(set: string, migration: string | undefined, options: ErrorOptions) {
    super(`Migration ${migration ?? '(none started)'} of ${set} failed; the database is as it was before it.`, options)
  }
}

/**
 * Brings the database up to date, set by set in the order given. Two starters: one works, the other waits.
 *
 * @throws {MigrationError}
 */
export async function migrate(database: Database, sets: readonly MigrationSet[]): Promise<void> {
  for (const { name, migrations } of sets) {
    const migrator = new Migrator({
      db: database.tables(),
      provider: { getMigrations: async () => ({ ...migrations }) },
      migrationTableName: `${name}_migrations`,
      migrationLockTableName: `${name}_migrations_lock`,
    })
    const { error, results } = await migrator.migrateToLatest()
    if (error !== undefined)
      throw new MigrationError(name, results?.find(({ status }) => status === 'Error')?.migrationName, { cause: error })
  }
}
