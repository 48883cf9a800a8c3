import { afterAll, beforeAll, describe, inject } from 'vitest'

import { type Database, openDatabase } from '../open-database.ts'
import { migrate, type MigrationSet } from '../migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a PostgreSQL server on which tests may create databases. */
    readonly postgresUrl: string
  }
}

/**
 * Runs the tests on PGlite in memory and on PostgreSQL, each in a fresh, migrated database.
 *
 * The vitest run must provide `postgresUrl`. Titles begin with `[PGlite]` and `[Postgres]`.
 */
export function forEachDatabase(
  migrations: readonly MigrationSet[],
  tests: (database: () => Database, kind: Database['kind']) => void,
): void {
  describe('[PGlite]', () => {
    onFresh('pglite', () => openDatabase({ inMemory: true }), migrations, tests)
  })
  describe('[Postgres]', () => {
    onFresh('postgres', () => openFreshPostgres(inject('postgresUrl')), migrations, tests)
  })
}

function onFresh(
  kind: Database['kind'],
  open: () => Promise<Database>,
  migrations: readonly MigrationSet[],
  tests: (database: () => Database, kind: Database['kind']) => void,
): void {
  let database: Database | undefined
  beforeAll(async () => {
    database = await open()
    await migrate(database, migrations)
  }, 120_000)
  afterAll(() => database?.close())
  tests(() => {
    if (database === undefined) throw new Error('The database is open only while tests run.')
    return database
  }, kind)
}

/** A new, empty database on the server; it is dropped when the returned handle is closed. */
export async function openFreshPostgres(serverUrl: string): Promise<Database> {
  const server = await openDatabase({ url: serverUrl, maxConnections: 1 })
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  await server.pool.query(`CREATE DATABASE ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const database = await openDatabase({ url: url.href })
  return {
    ...database,
    close: async () => {
      await database.close()
      await server.pool.query(`DROP DATABASE ${name} WITH (FORCE)`)
      await server.close()
    },
  }
}
