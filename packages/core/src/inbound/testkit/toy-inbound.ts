import { type Kysely, type Selectable, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { beforeEach } from 'vitest'

import { uuidSource } from '../../kernel/adapters/system/uuid-source.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import { FakeTimer } from '../../kernel/testkit/fake-timer.ts'
import { RecordingLogger } from '../../kernel/testkit/recording-logger.ts'
import type { CoreTables } from '../../postgres/core-tables.ts'
import type { MigrationSet } from '../../postgres/migrate.ts'
import { coreMigrations } from '../../postgres/migrations/index.ts'
import type { Database } from '../../postgres/open-database.ts'
import { forEachDatabase } from '../../postgres/testkit/for-each-database.ts'
import { createLocalWakeUpBus } from '../../realtime/domain/local-wake-up-bus.ts'
import { composeInboundStatement } from '../adapters/postgres/compose-inbound-statement.ts'
import { createPostgresInbox, type PostgresInboxSettings } from '../adapters/postgres/postgres-inbox.ts'
import type { LedgerFragment, TransitionFragment } from '../adapters/postgres/statement-fragment.ts'
import type { InboundEvent } from '../domain/inbound-event.ts'
import type { EventReader } from '../domain/stored-event.ts'
import type { Inbox } from '../ports/inbox.ts'

/** `things` stands for a package's table, `entries` for the ledger; a row in `faults` makes every change of a thing fail. */
export interface ToyTables extends CoreTables {
  things: { id: string; business_id: BusinessId; subject: string; amount: number }
  entries: { business_id: BusinessId; chain_seq: string; prev: Buffer; head: Buffer; canonical: Buffer }
  persons: { address: string }
  faults: { action: 'raise' | 'terminate' }
}

const statements = [
  `CREATE TABLE things (id uuid PRIMARY KEY, business_id uuid NOT NULL, subject text NOT NULL,
    amount integer NOT NULL CONSTRAINT things_small CHECK (amount < 1000), UNIQUE (business_id, subject))`,
  `CREATE TABLE entries (business_id uuid NOT NULL, chain_seq bigint NOT NULL, prev bytea NOT NULL, head bytea NOT NULL,
    canonical bytea NOT NULL, PRIMARY KEY (business_id, chain_seq))`,
  `CREATE TABLE persons (address text PRIMARY KEY)`,
  `CREATE TABLE faults (action text NOT NULL)`,
  `CREATE FUNCTION fail_things() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF EXISTS (SELECT FROM faults WHERE action = 'terminate') THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
     IF EXISTS (SELECT FROM faults WHERE action = 'raise') THEN RAISE EXCEPTION 'A toy fault.'; END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER things_fault BEFORE INSERT OR UPDATE ON things FOR EACH ROW EXECUTE FUNCTION fail_things()`,
]

const toyTables: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
  },
}

export const toyMigrations: MigrationSet = { name: 'toy', migrations: { '0001_toy': toyTables } }

export const toyTransition: TransitionFragment = {
  parameters: { thing_id: 'uuid', thing_subject: 'text', thing_amount: 'integer' },
  members: [
    {
      name: 'transition',
      sql: `INSERT INTO things (id, business_id, subject, amount)
        SELECT :thing_id, business_id, :thing_subject, :thing_amount FROM inbox WHERE business_id IS NOT NULL
        ON CONFLICT (business_id, subject) DO UPDATE SET amount = things.amount + EXCLUDED.amount
        RETURNING business_id, id AS subject_id, jsonb_build_object('amount', amount) AS data`,
    },
  ],
}

export const toyLedger: LedgerFragment = {
  parameters: { ledger_person: 'text' },
  before: [
    {
      name: 'person',
      sql: `INSERT INTO persons (address) SELECT :ledger_person WHERE :ledger_person IS NOT NULL
        ON CONFLICT (address) DO UPDATE SET address = EXCLUDED.address RETURNING address`,
    },
  ],
  members: [
    {
      name: 'entry',
      sql: `INSERT INTO entries (business_id, chain_seq, prev, head, canonical)
        SELECT business_id, chain_seq, chain_prev, chain_head, :ledger_canonical FROM counter
        WHERE :ledger_canonical IS NOT NULL`,
    },
  ],
}

export const toyStatements = {
  thing_changed: composeInboundStatement('thing_changed', { transition: toyTransition, ledger: toyLedger }),
}

export interface ToyInbox {
  readonly inbox: Inbox
  readonly timer: FakeTimer
  readonly logger: RecordingLogger
  /** The businesses woken, in order. */
  readonly woken: readonly BusinessId[]
}

export function createToyInbox(database: Database, overrides: Partial<PostgresInboxSettings> = {}): ToyInbox {
  const [timer, logger, bus] = [new FakeTimer(), new RecordingLogger(), createLocalWakeUpBus()]
  const woken: BusinessId[] = []
  bus.subscribe((business) => woken.push(business))
  const settings = { database, statements: toyStatements, timer, logger, bus, random: () => 0.5, ...overrides }
  return { inbox: createPostgresInbox(settings), timer, logger, woken }
}

/** A business that holds the agent `agent-<its id>` and a number of its own. */
export interface ToyBusiness {
  readonly id: BusinessId
  readonly agentId: string
}

export async function makeToyBusiness(database: Database): Promise<ToyBusiness> {
  const id = uuidSource.next<'Business'>()
  const agentId = `agent-${id}`
  await database
    .tables<CoreTables>()
    .insertInto('businesses')
    .values({ id, business_name: 'Toy Works', retell_agent_id: agentId })
    .execute()
  return { id, agentId }
}

export interface ToyChange {
  readonly agentId?: string | undefined
  readonly number?: string | undefined
  readonly subject?: string
  readonly amount?: number
  readonly canonical?: Buffer
  readonly person?: string
}

/** A verified event that changes a thing. */
export function toyEvent(change: ToyChange, overrides: Partial<InboundEvent> = {}): InboundEvent {
  const id = uuidSource.next<'Event'>()
  return {
    id,
    provider: 'toy',
    account: 'main',
    eventKey: id,
    eventType: 'thing.changed',
    receivedAt: new Date('2026-01-15T12:00:01.000Z'),
    occurredAt: new Date('2026-01-15T12:00:00.000Z'),
    body: Buffer.from(JSON.stringify({ ...change, canonical: undefined })),
    bodyDigest: 'digest-1',
    routing: { agentId: change.agentId, number: change.number },
    transition: {
      kind: 'thing_changed',
      parameters: {
        thing_id: uuidSource.next<'Thing'>(),
        thing_subject: change.subject ?? 'door',
        thing_amount: change.amount ?? 1,
        ...(change.canonical !== undefined && { ledger_canonical: change.canonical }),
        ...(change.person !== undefined && { ledger_person: change.person }),
      },
      event: { type: 'thing_changed', data: { by: 'toy' }, workflow: 'follow_thing' },
    },
    ...overrides,
  }
}

/** Reads a stored toy as it came; text that is no JSON is unreadable. */
export const readToy: EventReader = ({ body, eventKey }) => {
  const text = Buffer.from(body).toString()
  if (!text.startsWith('{')) return { isReadable: false, reason: 'not_json' }
  const { id: _, ...event } = toyEvent(JSON.parse(text) as ToyChange)
  return { ...event, isReadable: true, eventKey: eventKey.replace('unreadable:', '') }
}

/** A fresh business before each test, and what reads the rows of toys. */
export interface ToyWorld {
  database(): Database
  tables(): Kysely<ToyTables>
  business(): ToyBusiness
  inboxRow(eventKey: string): Promise<Selectable<CoreTables['webhook_inbox']> | undefined>
  thingsOf(business: BusinessId): Promise<ToyTables['things'][]>
  streamOf(business: BusinessId): Promise<Selectable<CoreTables['outbox']>[]>
  counterOf(business: BusinessId): Promise<Selectable<CoreTables['business_counters']>>
}

/** Runs the tests over toys, without faults at first, on PGlite and on PostgreSQL. */
export function forEachToyDatabase(tests: (world: ToyWorld, kind: Database['kind']) => void): void {
  forEachDatabase([coreMigrations, toyMigrations], (database, kind) => {
    let business: ToyBusiness
    const tables = () => database().tables<ToyTables>()
    beforeEach(async () => {
      await tables().deleteFrom('faults').execute()
      business = await makeToyBusiness(database())
    })
    const world: ToyWorld = {
      database,
      tables,
      business: () => business,
      inboxRow: (eventKey) =>
        tables().selectFrom('webhook_inbox').selectAll().where('event_key', '=', eventKey).executeTakeFirst(),
      thingsOf: (id) => tables().selectFrom('things').selectAll().where('business_id', '=', id).execute(),
      streamOf: (id) =>
        tables().selectFrom('outbox').selectAll().where('business_id', '=', id).orderBy('seq').execute(),
      counterOf: (id) =>
        tables().selectFrom('business_counters').selectAll().where('business_id', '=', id).executeTakeFirstOrThrow(),
    }
    tests(world, kind)
  })
}
