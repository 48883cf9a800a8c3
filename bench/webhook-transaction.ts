import { bindTransition, type Database, toFrameValues } from '@cloudgreet/core/postgres'
import { CompiledQuery } from 'kysely'
import type pg from 'pg'

import { inboundStatements } from '../apps/reference-server/src/composition/inbound-statements.ts'
import { startPostgres } from '../test/postgres-server.ts'
import { compareRounds } from './compare-rounds.ts'
import { numbered, splitStatement, type Step, toRowValues, type Values } from './one-by-one.ts'
import { runPgbench, toPgbenchScript } from './pgbench.ts'
import {
  businesses,
  clients,
  createEvent,
  createTemplate,
  openInbox,
  openWebhookDatabase,
  persons,
  repeat,
  seconds,
  type Template,
} from './webhook-load.ts'

async function measure(url: string): Promise<void> {
  const statement = inboundStatements.call
  if (statement === undefined) throw new Error('The server composes no statement for calls.')
  const database = await openWebhookDatabase(url)
  const template = createTemplate()
  const inbox = openInbox(database)
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
      {
        name: 'the same by the Inbox of @cloudgreet/core',
        run: () => repeat(() => inbox.accept(createEvent(template))),
      },
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

/** Every way stores each event once, in all five tables. */
async function demandEqualRows(pool: pg.Pool): Promise<void> {
  const tables = ['webhook_inbox', 'calls', 'outbox', 'compliance_ledger', 'compliance_evidence']
  const { rows } = await pool.query<{ counts: number }>(
    `SELECT count(DISTINCT number)::integer AS counts
     FROM (${tables.map((table) => `SELECT count(*) AS number FROM ${table}`).join(' UNION ALL ')}) AS counted`,
  )
  if (rows[0]?.counts !== 1) throw new Error('The tables differ in their numbers of rows: some way left something out.')
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

const postgres = await startPostgres()
try {
  await measure(postgres.url)
} finally {
  await postgres.stop()
}
