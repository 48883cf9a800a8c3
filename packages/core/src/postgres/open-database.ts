import { mkdir } from 'node:fs/promises'

import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

/** Longest wait for a free connection, in milliseconds, before a query fails. */
const connectionTimeoutMs = 5_000

export type DatabaseOptions =
  /** A PostgreSQL server, 15 or later. Default of `maxConnections`: 8. */
  | { readonly url: string; readonly maxConnections?: number }
  /** PGlite in a folder of its own, or in memory. One process at a time, one connection. */
  | { readonly folder: string }
  | { readonly inMemory: true }

/** One database and its only pool. On PGlite everything must go through this pool. */
export interface Database {
  readonly kind: 'postgres' | 'pglite'
  readonly pool: pg.Pool
  /** Statements sent over the pool's connections since it was opened, `BEGIN` and `COMMIT` included. */
  statementCount(): number
  /** The query builder, typed by the tables that the caller owns. Runs outside any transaction, as the owner. */
  tables<Tables>(): Kysely<Tables>
  /** Hears NOTIFY on a channel, on a connection of its own. @returns a function that stops it */
  listen(channel: string, listener: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

/**
 * Opens PostgreSQL, or PGlite behind the same driver: the code above never knows which.
 *
 * @throws {DatabaseFolderInUseError} when another live process holds the PGlite folder
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return 'url' in options ? openPostgres(options.url, options.maxConnections ?? 8) : openEmbedded(options)
}

function openPostgres(url: string, maxConnections: number): Database {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections, connectionTimeoutMillis: connectionTimeoutMs })
  // An idle connection that the server ends is replaced by the next query.
  pool.on('error', () => {})
  return {
    kind: 'postgres',
    pool,
    statementCount: countStatements(pool),
    ...queryBuilderOver(pool),
    listen: (channel, listener) => listenOnOwnConnection(url, channel, listener),
    close: () => pool.end(),
  }
}

async function openEmbedded(options: { folder: string } | { inMemory: true }): Promise<Database> {
  if ('folder' in options) await mkdir(options.folder, { recursive: true, mode: 0o700 })
  // Loaded where it is used: whoever runs on PostgreSQL need not install PGlite.
  const { openPglite } = await import('./open-pglite.ts')
  const embedded = await openPglite('folder' in options ? options.folder : undefined)
  const pool = new pg.Pool({
    Client: embedded.Client,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: connectionTimeoutMs,
  })
  return {
    kind: 'pglite',
    pool,
    statementCount: countStatements(pool),
    ...queryBuilderOver(pool),
    listen: (channel, listener) => embedded.pglite.listen(channel, listener),
    close: async () => {
      await pool.end()
      await embedded.close()
    },
  }
}

function queryBuilderOver(pool: pg.Pool): Pick<Database, 'tables'> {
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  return { tables: <Tables>() => kysely as unknown as Kysely<Tables> }
}

/** Counts at the driver: whoever asks the pool, or a connection of it, sends one statement by one `query`. */
function countStatements(pool: pg.Pool): () => number {
  let count = 0
  pool.on('connect', (client) => {
    const send = client.query.bind(client)
    client.query = ((...given: Parameters<typeof send>) => {
      count += 1
      return send(...given)
    }) as typeof client.query
  })
  return () => count
}

/** Wait before a cut listening connection is opened anew, in milliseconds. */
const reconnectDelayMs = 1_000

/** A cut line only delays wake-ups, as readers poll as well; it is opened anew until stopped. */
async function listenOnOwnConnection(
  url: string,
  channel: string,
  listener: (payload: string) => void,
): Promise<() => Promise<void>> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let client = await connect()

  async function connect(): Promise<pg.Client> {
    const opened = new pg.Client({ connectionString: url })
    opened.on('notification', ({ payload }) => listener(payload ?? ''))
    opened.on('error', () => {})
    try {
      await opened.connect()
      await opened.query(`LISTEN ${opened.escapeIdentifier(channel)}`)
    } catch (error) {
      await opened.end().catch(() => {})
      throw error
    }
    opened.once('end', reconnectLater)
    return opened
  }

  function reconnectLater(): void {
    if (!stopped) timer = setTimeout(() => void reconnect(), reconnectDelayMs).unref()
  }

  async function reconnect(): Promise<void> {
    try {
      client = await connect()
      if (stopped) await client.end()
    } catch {
      reconnectLater()
    }
  }

  return async () => {
    stopped = true
    clearTimeout(timer)
    await client.end()
  }
}
