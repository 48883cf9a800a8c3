import { systemClock, systemTimer, uuidSource } from '@cloudgreet/core'
import type { Inbox, InboundEvent, InboundTransition } from '@cloudgreet/core/inbound'
import { createPostgresInbox, type Database, migrate, openDatabase } from '@cloudgreet/core/postgres'
import { createNodeAddressHasher } from '@cloudgreet/compliance/postgres'
import { retellInbound } from '@cloudgreet/telephony/retell'
import type pg from 'pg'

import { inboundStatements } from '../apps/reference-server/src/composition/inbound-statements.ts'
import { migrationSets } from '../apps/reference-server/src/migration-sets.ts'
import { createInboundRules } from '../apps/reference-server/src/webhooks/inbound-rules.ts'
import { callPayload } from './call-payload.ts'

/** Callers at once, and how long each way runs in a round. */
export const clients = 8
export const seconds = 3
export const businesses = 200
export const persons = 10_000

/** The server's tables, with businesses to call. */
export async function openWebhookDatabase(url: string): Promise<Database> {
  const database = await openDatabase({ url, maxConnections: clients })
  await migrate(database, migrationSets)
  await seedBusinesses(database.pool)
  await demandDurability(database.pool)
  return database
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

export type Template = InboundEvent & { readonly transition: InboundTransition }

/** A `call_ended` of 2 kB as the server reads it, with its entry in the consent ledger. */
export function createTemplate(): Template {
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
export function createEvent(template: Template): Template {
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

/** A whole number from 1 on. */
function random(most: number): number {
  return 1 + Math.floor(Math.random() * most)
}

/** The inbox as the server has it. A warning is nothing; an error ends the run. */
export function openInbox(database: Database): Inbox {
  const logger = { debug: ignore, info: ignore, warn: ignore, error: fail, child: () => logger }
  return createPostgresInbox({
    database,
    statements: inboundStatements,
    timer: systemTimer,
    logger,
    bus: { wake: ignore },
  })
}

function ignore(): void {}

function fail(message: string): void {
  throw new Error(message)
}

/** @returns operations a second of {@link clients} callers at once */
export async function repeat(operation: () => Promise<unknown>): Promise<number> {
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
