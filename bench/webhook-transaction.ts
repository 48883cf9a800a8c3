import { type BusinessId, systemClock, systemTimer, uuidSource } from '@cloudgreet/core'
import type { InboundEvent, InboundTransition } from '@cloudgreet/core/inbound'
import {
  bindTransition,
  createPostgresInbox,
  type Database,
  migrate,
  openDatabase,
  toFrameValues,
} from '@cloudgreet/core/postgres'
import { createNodeAddressHasher } from '@cloudgreet/compliance/postgres'
import { retellInbound } from '@cloudgreet/telephony/retell'
import { CompiledQuery } from 'kysely'
import type pg from 'pg'

import { inboundStatements } from '../apps/reference-server/src/inbound-statements.ts'
import { migrationSets } from '../apps/reference-server/src/migration-sets.ts'
import { createInboundRules } from '../apps/reference-server/src/webhooks/inbound-rules.ts'
import { startPostgres } from '../test/postgres-server.ts'
import { callPayload } from './call-payload.ts'
import { compareRounds } from './compare-rounds.ts'
import { numbered, splitStatement, type Step, toRowValues, type Values } from './one-by-one.ts'
import { runPgbench, toPgbenchScript } from './pgbench.ts'

const clients = 8
const seconds = 3
const businesses = 200
const persons = 10_000

async function measure(url: string): Promise<void> {
  const statement = inboundStatements.call
  if (statement === undefined) throw new Error('The server composes no statement for calls.')
  const database = await openDatabase({ url, maxConnections: clients })
  await migrate(database, migrationSets)
  await seedBusinesses(database.pool)
  await demandDurability(database.pool)

  const template = createTemplate()
  const values = valuesOf(template)
  const client = await database.pool.connect()
  const steps = await splitStatement(client, statement, values)
  client.release()
  const twin = toPgbenchScript(steps, { values, ...pgbenchVariation })
  const pgbench = (round: number) => {
    const variables = { ...twin.variables, counter: '0', start: `${1_000_000 + round}000000000000` }
    return runPgbench({ url, script: twin.script, variables, clients, seconds })
  }
  await compareRounds(
    { name: `pgbench -M prepared, ${steps.length + 3} statements one by one`, run: async (round) => pgbench(round) },
    [
      { name: 'the one statement, over pg', goal: 1, run: () => repeat(oneStatement(database, template)) },
      { name: 'the same by the Inbox of @cloudgreet/core', run: () => repeat(byInbox(database, template)) },
      { name: 'kysely, one by one', run: () => repeat(oneByOne(database, { steps, template })) },
      {
        name: 'limit: empty commits of pgbench',
        run: async () => runPgbench({ url, script: emptyCommit, clients, seconds }),
      },
    ],
  )
  await demandEqualRows(database.pool)
  await database.close()
}

async function seedBusinesses(pool: pg.Pool): Promise<void> {
  await pool.query(
    `INSERT INTO businesses (id, business_name, status, retell_agent_id, phone_number)
     SELECT gen_random_uuid(), 'Example ' || number, 'active', number::text, '+1312555' || number
     FROM generate_series(1, $1) AS number`,
    [businesses],
  )
  await pool.query('ANALYZE')
}

/** The comparison means nothing when commits do not wait for the disk. */
async function demandDurability(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ fsync: string; commit: string; version: string }>(
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
       current_setting('server_version') AS version`,
  )
  const [settings] = rows
  if (settings?.fsync !== 'on' || settings.commit !== 'on') throw new Error('Set fsync and synchronous_commit on.')
  console.log(
    `PostgreSQL ${settings.version}, fsync and synchronous_commit on, ${clients} clients, ${businesses} businesses`,
  )
}

/** Every way stores each event once, in all five tables. */
async function demandEqualRows(pool: pg.Pool): Promise<void> {
  const tables = ['webhook_inbox', 'calls', 'outbox', 'compliance_ledger', 'compliance_evidence']
  const { rows } = await pool.query<{ counts: number }>(
    `SELECT count(DISTINCT number)::integer AS counts
     FROM (${tables.map((table) => `SELECT count(*) AS number FROM ${table}`).join(' UNION ALL ')}) AS counted`,
  )
  if (rows[0]?.counts !== 1) throw new Error('The tables differ in their numbers of rows: some way left something out.')
}

type Template = InboundEvent & { readonly transition: InboundTransition }

/** A `call_ended` of 2 kB as the server reads it, with its entry in the consent ledger. */
function createTemplate(): Template {
  const hasher = createNodeAddressHasher(new Uint8Array(32).fill(7))
  const rules = createInboundRules({ ids: uuidSource, clock: systemClock, hasher })
  const reading = retellInbound({
    body: Buffer.from(callPayload(2_048).replace('call_analyzed', 'call_ended')),
    digest: '0'.repeat(64),
    id: uuidSource.next(),
    receivedAt: systemClock.now(),
    account: 'default',
    ledgerFor: rules.ledgerForCall,
  })
  if (reading.kind !== 'event' || reading.event.transition === undefined) throw new Error('The event was not read.')
  const { event } = reading
  return { ...event, transition: reading.event.transition, routing: { ...event.routing, agentId: '1' } }
}

/** Each event is of a new call, of some business, with some person. */
function createEvent(template: Template): Template {
  const id = uuidSource.next<'Event'>()
  const parameters = {
    ...template.transition.parameters,
    call_provider_id: id,
    ledger_id: uuidSource.next(),
    ledger_subject_ref: `${random(persons)}`,
  }
  const routing = { ...template.routing, agentId: `${random(businesses)}` }
  return { ...template, id, eventKey: id, routing, transition: { ...template.transition, parameters } }
}

/** The same for pgbench, which makes integers only: a serial number of 19 digits ends the ids. */
const pgbenchVariation = {
  head: [
    '\\set counter :counter + 1',
    '\\set serial :start + :counter * 1000 + :client_id',
    `\\set business random(1, ${businesses})`,
    `\\set person random(1, ${persons})`,
  ],
  varying: {
    inbox_id: `'0199999999997' || :serial::text`,
    inbox_event_key: ':serial',
    route_agent_id: ':business',
    call_provider_id: ':serial',
    ledger_id: `'0199999999998' || :serial::text`,
    ledger_subject_ref: ':person',
  },
}

const emptyCommit = `SELECT pg_logical_emit_message(true, 'bench', 'empty');\n`

function random(most: number): number {
  return 1 + Math.floor(Math.random() * most)
}

function valuesOf({ transition, ...event }: Template): Values {
  const { name: _, ...bound } = bindTransition(inboundStatements, 'accept', {
    transition,
    frame: toFrameValues({ ...event, transition }),
  })
  const names = inboundStatements.call?.accept.parameterNames ?? []
  return Object.fromEntries(names.map((name, index) => [name, bound.values[index]]))
}

function oneStatement({ pool }: Database, template: Template): () => Promise<unknown> {
  return () => {
    const event = createEvent(template)
    const { transition } = event
    return pool.query(bindTransition(inboundStatements, 'accept', { transition, frame: toFrameValues(event) }))
  }
}

function byInbox(database: Database, template: Template): () => Promise<unknown> {
  const logger = { debug: ignore, info: ignore, warn: ignore, error: fail, child: () => logger }
  const inbox = createPostgresInbox({
    database,
    statements: inboundStatements,
    clock: systemClock,
    timer: systemTimer,
    logger,
    bus: { wake: (_businessId: BusinessId) => {} },
  })
  return () => inbox.accept(createEvent(template))
}

function ignore(): void {}

function fail(message: string): void {
  throw new Error(message)
}

function oneByOne(
  database: Database,
  { steps, template }: { readonly steps: readonly Step[]; readonly template: Template },
): () => Promise<unknown> {
  const tables = database.tables<unknown>()
  return () =>
    tables.transaction().execute(async (transaction) => {
      const execute = (text: string, values: unknown[] = []) =>
        transaction.executeQuery<Values>(CompiledQuery.raw(text, values))
      let known = valuesOf(createEvent(template))
      for (const [index, { name, sql, types }] of steps.entries()) {
        const { text, values } = numbered(sql, types, known)
        const { rows } = await execute(text, values)
        known = { ...known, ...toRowValues({ name, row: rows[0] ?? {} }) }
        if (index === 0) await execute('SAVEPOINT transition')
      }
    })
}

/** @returns operations a second of {@link clients} callers at once */
async function repeat(operation: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  const end = start + seconds * 1_000
  let count = 0
  const caller = async () => {
    while (performance.now() < end) {
      await operation()
      count += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, caller))
  return (count * 1_000) / (performance.now() - start)
}

const postgres = await startPostgres()
try {
  await measure(postgres.url)
} finally {
  await postgres.stop()
}
