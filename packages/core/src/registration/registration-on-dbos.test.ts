import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'

import { createBetterAuthIdentity } from '../better-auth.ts'
import { systemClock } from '../kernel/adapters/system/system-clock.ts'
import { uuidSource } from '../kernel/adapters/system/uuid-source.ts'
import { parseEmailAddress } from '../kernel/domain/email-address.ts'
import { RecordingLogger } from '../kernel/testkit/recording-logger.ts'
import { migrate } from '../postgres/migrate.ts'
import { coreMigrations } from '../postgres/migrations/index.ts'
import { type Database, openDatabase } from '../postgres/open-database.ts'
import { openFreshPostgres } from '../postgres/testkit/for-each-database.ts'
import { createPostgresEventOutbox } from '../realtime/adapters/postgres/postgres-event-outbox.ts'
import { createDbosWorkflows } from '../workflows/adapters/dbos/dbos-workflows.ts'
import type { WorkflowEngine } from '../workflows/ports/workflows.ts'
import { createPostgresRegistrationStore } from './adapters/postgres/postgres-registration-store.ts'
import { createRegistration, type Registration } from './create-registration.ts'
import { describeTestAgent } from './testkit/describe-test-agent.ts'
import { registrationEvidence, registrationForm } from './testkit/registration-form.ts'
import { RegistrationWorld } from './testkit/registration-world.ts'

interface Place {
  readonly database: Database
  readonly url?: string
}

describe('[PGlite] a registration on DBOS', () => {
  onDatabase(async () => ({ database: await openDatabase({ inMemory: true }) }))
})

describe('[Postgres] a registration on DBOS', () => {
  onDatabase(async () => {
    const database = await openFreshPostgres(inject('postgresUrl'))
    const { rows } = await database.pool.query<{ name: string }>('select current_database() as name')
    const url = new URL(inject('postgresUrl'))
    url.pathname = `/${rows[0]?.name}`
    return { database, url: url.href }
  })
})

function onDatabase(open: () => Promise<Place>): void {
  let database: Database
  let engine: WorkflowEngine
  let registration: Registration
  const logger = new RecordingLogger()
  const stock = ['+18005550120', '+18005550121', '+18005550122']
  const world = new RegistrationWorld({ clock: systemClock, stock })

  beforeAll(async () => {
    const place = await open()
    database = place.database
    await migrate(database, [coreMigrations])
    engine = createDbosWorkflows({ ...place, applicationVersion: 'test', executorId: 'test', logger })
    registration = createRegistration({
      workflows: engine,
      store: createPostgresRegistrationStore({ database, outbox: createPostgresEventOutbox({ database }) }),
      identity: createBetterAuthIdentity({ database, clock: systemClock, ids: uuidSource }),
      numbers: world.numberAllocator(),
      agents: world.agentProvisioner(),
      describeAgent: describeTestAgent,
      consents: world.consentRecorder(),
      gate: world.contactGate(),
      mailer: world.mailer(),
      clock: systemClock,
      ids: uuidSource,
      logger,
    })
    for (const workflow of registration.workflows) engine.register(workflow)
    await engine.launch()
    await registration.resumeUnfinished()
  }, 60_000)
  afterAll(async () => {
    await engine.stop()
    await database.close()
  }, 60_000)

  async function countRows(table: string): Promise<number> {
    const { rows } = await database.pool.query<{ count: string }>(`select count(*) as count from ${table}`)
    return Number(rows[0]?.count)
  }

  function rowCounts(): Promise<number[]> {
    return Promise.all(['auth.users', 'auth.accounts', 'users', 'custom_users', 'businesses', 'outbox'].map(countRows))
  }

  it('is whole, and writes its rows once', async () => {
    const before = await rowCounts()
    const status = await registration.register(registrationForm(), registrationEvidence)
    expect(status).toMatchObject({ status: 'active', business: { retellAgentId: 'agent_1' } })
    const after = await rowCounts()
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1, 1, 1, 1, 2])
    const steps = (await registration.inspect(status.registrationId))?.steps ?? []
    expect(steps.map(({ status: stepStatus }) => stepStatus)).toEqual(Array.from({ length: 8 }, () => 'done'))
  })

  it('leaves nothing when a late step is refused', async () => {
    const before = await rowCounts()
    world.faults.set('consents.record', 'refused')
    const form = registrationForm({ email: parseEmailAddress('late@example.com') })
    const status = await registration.register(form, registrationEvidence)
    world.faults.clear()
    expect(status).toMatchObject({ status: 'failed', code: 'upstream_refused' })
    expect(await rowCounts()).toEqual(before)
  })

  it('lets one of two at once through', async () => {
    const form = registrationForm({ email: parseEmailAddress('twice@example.com') })
    const both = await Promise.allSettled([1, 2].map(() => registration.register(form, registrationEvidence)))
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'email_exists' } })
  })

  it('fails without a number and leaves nothing', async () => {
    const before = await rowCounts()
    world.stock = []
    const form = registrationForm({ email: parseEmailAddress('numberless@example.com') })
    const status = await registration.register(form, registrationEvidence)
    world.stock = stock as typeof world.stock
    expect(status).toMatchObject({ status: 'failed', code: 'no_available_numbers' })
    expect(await rowCounts()).toEqual(before)
  })

  it('writes the password nowhere, and nothing that a person typed into the engine’s tables', async () => {
    const { password, email } = registrationForm()
    const tables = await database.pool.query<{ schema: string; name: string }>(
      `select schemaname as schema, tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    const holders: string[] = []
    for (const { schema, name } of tables.rows) {
      const secrets = schema === 'dbos' ? [password, '$argon2id', email] : [password]
      for (const secret of secrets)
        if (await holdsText(`"${schema}"."${name}"`, secret)) holders.push(`${schema}.${name}`)
    }
    expect(holders).toEqual([])
    expect(tables.rows.filter(({ schema }) => schema === 'dbos').length).toBeGreaterThan(5)
    expect(await countRows('dbos.operation_outputs')).toBeGreaterThan(10)
    expect(await countRows('registrations where password_hash is not null')).toBe(0)
    const hashes = await database.pool.query("select password from auth.accounts where password like '$argon2id%'")
    expect(hashes.rows.length).toBeGreaterThan(0)
  })

  async function holdsText(table: string, text: string): Promise<boolean> {
    const query = `select exists (select from ${table} as held where position($1 in held::text) > 0) as holds`
    const { rows } = await database.pool.query<{ holds: boolean }>(query, [text])
    return rows[0]?.holds === true
  }
}
