import { type BusinessId, systemClock, uuidSource } from '@cloudgreet/core'
import {
  createPostgresEventOutbox,
  type Database,
  migrate,
  openDatabase,
  postgresTransactions,
} from '@cloudgreet/core/postgres'
import { createPostgresCallLog, createPostgresMessageLog } from '@cloudgreet/telephony/postgres'

import { readDashboard } from '../apps/reference-server/src/data/read-dashboard.ts'
import { migrationSets } from '../apps/reference-server/src/migration-sets.ts'
import { startPostgres } from '../test/postgres-server.ts'
import { compare, type Contender } from './compare.ts'

/** One call every 36 minutes: the last 14 days hold as many, however long the history is. */
const spacing = '36 minutes'
/** Latency at the longest history may be 1.25 times that of the shortest. */
const goal = 1 / 1.25

async function measure(url: string): Promise<void> {
  const few = await openHistory(url, 1_000)
  const many = await openHistory(url, 1_000_000)
  await compare('Dashboard data, all its queries', few.contender, [{ ...many.contender, goal }])
  for (const { database } of [few, many]) await database.close()
}

interface History {
  readonly database: Database
  readonly contender: Contender
}

/** A database of its own with one business, which had so many calls. */
async function openHistory(serverUrl: string, calls: number): Promise<History> {
  const database = await openDatabase({ url: await createDatabase(serverUrl, `calls_${calls}`), maxConnections: 4 })
  await migrate(database, migrationSets)
  const business = await seed(database, calls)
  const transactions = postgresTransactions(database)
  const outbox = createPostgresEventOutbox({ database })
  const sources = {
    transactions,
    outbox,
    calls: createPostgresCallLog({ transactions }),
    messages: createPostgresMessageLog({ transactions, outbox, ids: uuidSource }),
    clock: systemClock,
  }
  const read = async () => {
    const dashboard = await readDashboard(sources, business)
    if (dashboard?.recentCalls.length !== 20) throw new Error('The dashboard does not show the calls.')
  }
  return { database, contender: { name: `${calls.toLocaleString('en-US')} calls`, run: read } }
}

async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const server = await openDatabase({ url: serverUrl, maxConnections: 1 })
  await server.pool.query(`CREATE DATABASE ${name}`)
  await server.close()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function seed({ pool }: Database, calls: number): Promise<BusinessId> {
  const business = uuidSource.next<'Business'>()
  await pool.query(`INSERT INTO businesses (id, business_name, status) VALUES ($1, 'Example', 'active')`, [business])
  await pool.query(
    `INSERT INTO calls (id, business_id, provider, provider_call_id, route, direction, status, status_rank, outcome,
       outcome_rank, disconnection_reason, disconnection_stage, transcript, duration_ms, started_at, ended_at,
       first_seen_at, created_at, updated_at)
     SELECT gen_random_uuid(), $1, 'retell', 'call_' || number, 'trunk', 'inbound', 'ended', 30,
       (ARRAY['answered', 'answered', 'answered', 'no_answer', 'voicemail'])[1 + number % 5], 50, 'user_hangup', 4,
       repeat('Agent: Hello. User: Hi. ', 20), 60000, moment, moment + interval '1 minute', moment, moment, moment
     FROM (
       SELECT number, now() - number * interval '${spacing}' AS moment FROM generate_series(1, $2) AS number
     ) AS made`,
    [business, calls],
  )
  await pool.query('VACUUM (ANALYZE)')
  return business
}

const postgres = await startPostgres()
try {
  await measure(postgres.url)
} finally {
  await postgres.stop()
}
