import { openDatabase } from '@cloudgreet/core/postgres'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'

import { eventually, type Problem, register, type Session } from '../support/api.ts'
import { RunningServer } from '../support/running-server.ts'
import { retellEvent, VendorWebhooks } from '../support/vendor-webhooks.ts'

/** The lock that a stopped worker waits for, before it writes. */
const gate = 42

describe('[Postgres] ingest', () => {
  let server: RunningServer
  let session: Session
  const connections = 2

  beforeAll(async () => {
    server = await RunningServer.start({
      postgresUrl: inject('postgresUrl'),
      environment: { CLOUDGREET_DATABASE_CONNECTIONS: String(connections) },
    })
    session = await register(server)
  })
  afterAll(() => server.dispose())

  const callStarted = (callId = `call_${crypto.randomUUID()}`) => {
    const { retellAgentId: agentId, phoneNumber: to } = session.business
    return { callId, payload: retellEvent('call_started', { callId, agentId, from: '+13125550142', to }) }
  }
  const countCalls = async (callId: string) =>
    (await server.sql(`SELECT id FROM calls WHERE provider_call_id = '${callId}'`)).length

  /** Runs while another connection holds what the statement locks. */
  async function whileHolding<Result>(statement: string, work: () => Promise<Result>): Promise<Result> {
    const database = await openDatabase({ url: server.databaseUrl ?? '', maxConnections: 1 })
    const client = await database.pool.connect()
    try {
      await client.query('BEGIN')
      await client.query(statement)
      return await work()
    } finally {
      await client.query('ROLLBACK')
      client.release()
      await database.close()
    }
  }

  async function expectComeAgain(answer: Response, codes: readonly string[]): Promise<void> {
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(codes).toContain(((await answer.json()) as Problem).code)
  }

  /** Transactions that are at the statement which settles a stored event. */
  const workersSettling = async () =>
    (
      await server.sql(`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND state <> 'idle' AND query LIKE 'UPDATE webhook_inbox AS inbox%routed.business_id%'`)
    ).length

  it('fault 11: answers 503 with Retry-After while all connections are busy, soon, and takes the event afterwards', async () => {
    const webhooks = new VendorWebhooks(server)
    const events = Array.from({ length: connections + 2 }, () => callStarted())
    const startedAtMs = performance.now()
    const answers = await whileHolding('LOCK TABLE webhook_inbox IN EXCLUSIVE MODE', () =>
      Promise.all(
        events.map(async ({ payload }) => {
          const answer = await webhooks.retell(payload)
          return { answer, afterMs: performance.now() - startedAtMs }
        }),
      ),
    )
    for (const { answer } of answers) await expectComeAgain(answer, ['database_busy', 'database_unavailable'])
    expect(answers.every(({ afterMs }) => afterMs < 8_000)).toBe(true)
    for (const { callId, payload } of events) {
      await eventually(
        () => webhooks.retell(payload),
        ({ status }) => status === 200,
      )
      expect(await countCalls(callId)).toBe(1)
    }
  })

  it('fault 11: answers 503 with Retry-After while the database is away, and takes the event afterwards', async () => {
    const name = new URL(server.databaseUrl ?? '').pathname.slice(1)
    const onServer = (query: string) => server.sqlOnServer(inject('postgresUrl'), query)
    const { callId, payload } = callStarted()
    const webhooks = new VendorWebhooks(server)
    await onServer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
    await onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`)
    const answers = [await webhooks.retell(payload), await webhooks.retell(payload)]
    await onServer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
    for (const answer of answers) await expectComeAgain(answer, ['database_unavailable'])
    const taken = await eventually(
      () => webhooks.retell(payload),
      ({ status }) => status === 200,
    )
    expect(await taken.json()).toEqual({ received: true, duplicate: false })
    expect(await countCalls(callId)).toBe(1)
  })

  it('fault 17: refuses the write of a process that slept while another worker took its event', async () => {
    const { callId, payload } = callStarted()
    const inbox = `event_key LIKE '${callId}%'`
    // The settling statement waits at the gate before it looks at its row.
    await server.sql(`CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF current_query() LIKE '%routed.business_id%' THEN PERFORM pg_advisory_xact_lock_shared(${gate}); END IF;
      RETURN NULL; END $$`)
    await server.sql(`CREATE TRIGGER gate BEFORE UPDATE ON webhook_inbox EXECUTE FUNCTION wait_at_gate()`)
    await whileHolding(`SELECT pg_advisory_xact_lock(${gate})`, async () => {
      await server.sql(`ALTER TABLE calls ADD CONSTRAINT toy_fault CHECK (false) NOT VALID`)
      expect((await new VendorWebhooks(server).retell(payload)).status).toBe(200)
      await server.sql(`ALTER TABLE calls DROP CONSTRAINT toy_fault`)
      await server.sql(`UPDATE webhook_inbox SET next_attempt_at = now() WHERE ${inbox} AND status = 'failed'`)
      await eventually(workersSettling, (count) => count === 1)
      process.kill(server.processId, 'SIGSTOP')
      // Another worker's claim, after the lease.
      await server.sql(`UPDATE webhook_inbox SET attempts = attempts + 1, next_attempt_at = now() + interval '1 hour'
        WHERE ${inbox}`)
    })
    process.kill(server.processId, 'SIGCONT')
    await eventually(workersSettling, (count) => count === 0)
    await server.sql(`DROP FUNCTION wait_at_gate CASCADE`)
    const [row] = await server.sql<{ status: string }>(`SELECT status FROM webhook_inbox WHERE ${inbox}`)
    expect(row?.status).toBe('failed')
    expect(await countCalls(callId)).toBe(0)
    await server.sql(`UPDATE webhook_inbox SET next_attempt_at = now() WHERE ${inbox}`)
    const [settled] = await eventually(
      () => server.sql<{ status: string; id: string }>(`SELECT status, id FROM webhook_inbox WHERE ${inbox}`),
      ([found]) => found?.status === 'processed',
    )
    expect(await countCalls(callId)).toBe(1)
    expect(await server.sql(`SELECT seq FROM outbox WHERE id = '${settled?.id}'`)).toHaveLength(1)
  })
})
