import { createHash } from 'node:crypto'

import { systemClock, uuidSource } from '@cloudgreet/core'
import { createInboundPipeline, createReplay, type Replay } from '@cloudgreet/core/inbound'
import { createPostgresReplayStore, type Database } from '@cloudgreet/core/postgres'
import { createNodeAddressHasher } from '@cloudgreet/compliance/postgres'

import { inboundStatements } from '../apps/reference-server/src/composition/inbound-statements.ts'
import { createBodyDigest } from '../apps/reference-server/src/webhooks/body-digest.ts'
import { createInboundReaders } from '../apps/reference-server/src/webhooks/inbound-readers.ts'
import { createInboundRules } from '../apps/reference-server/src/webhooks/inbound-rules.ts'
import { startPostgres } from '../test/postgres-server.ts'
import { callPayload } from './call-payload.ts'
import { compareRounds } from './compare-rounds.ts'
import { createEvent, createTemplate, openInbox, openWebhookDatabase, seconds } from './webhook-load.ts'

const batch = 2_000
const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => quiet }

/** Dead webhooks of 2 kB applied again, all by one order, beside new ones that come in one after the other. */
async function measure(url: string): Promise<void> {
  const database = await openWebhookDatabase(url)
  const inbox = openInbox(database)
  const template = createTemplate()
  const replay = openReplay(database)
  await compareRounds(
    { name: 'new events by the Inbox, one caller', run: () => repeat(() => inbox.accept(createEvent(template))) },
    [{ name: `${batch} dead events by one replay`, run: () => replayAll(database, replay) }],
  )
  await database.close()
}

function openReplay(database: Database): Replay {
  const hasher = createNodeAddressHasher(new Uint8Array(32).fill(7))
  const rules = createInboundRules({ ids: uuidSource, clock: systemClock, hasher })
  const digest = createBodyDigest()
  const readers = createInboundReaders({ rules, digest, controlsCalls: false })
  const unused = () => Promise.reject(new Error('A replay takes nothing in.'))
  const inbox = { accept: unused, quarantine: unused, recordAnswer: ignore, stop: async () => {} }
  const pipeline = createInboundPipeline({ inbox, readers, ids: uuidSource, clock: systemClock, digest })
  const store = createPostgresReplayStore({
    database,
    statements: inboundStatements,
    bus: { wake: ignore },
    logger: quiet,
  })
  return createReplay({ store, reapply: pipeline.reread, ids: uuidSource, clock: systemClock, logger: quiet })
}

/** @returns events a second */
async function replayAll(database: Database, replay: Replay): Promise<number> {
  const from = await killEvents(database)
  const start = performance.now()
  const order = { actor: 'bench', selection: { from, to: new Date(Date.now() + 60_000), status: 'dead' } } as const
  const { id, counts } = await replay.request(order, { budgetMs: 120_000 })
  const elapsedMs = performance.now() - start
  if (counts.applied !== batch) throw new Error(`Replay ${id} applied ${counts.applied} of ${batch}.`)
  return (batch * 1_000) / elapsedMs
}

/** Puts dead events of new calls into the inbox. @returns the time from which on they were received */
async function killEvents({ pool }: Database): Promise<Date> {
  const receivedAt = new Date()
  const text = callPayload(2_048).replace('call_analyzed', 'call_ended')
  const { call, ...rest } = JSON.parse(text) as { readonly event: string; readonly call: object }
  const bodies = Array.from({ length: batch }, (_, index) => {
    const id = uuidSource.next()
    const body = JSON.stringify({
      ...rest,
      call: { ...call, call_id: `call_${id}`, agent_id: String(1 + (index % 200)) },
    })
    return { id, body: Buffer.from(body), digest: createHash('sha256').update(body).digest('hex') }
  })
  await pool.query(
    `INSERT INTO webhook_inbox (id, provider, account, event_key, event_type, status, body, body_digest, received_at,
       attempts, error_class, first_failed_at, last_failed_at)
     SELECT id, 'retell', 'default', id::text, 'call_ended', 'dead', body, digest, $4, 9, 'bench', $4, $4
     FROM unnest($1::uuid[], $2::bytea[], $3::text[]) AS dead (id, body, digest)`,
    [bodies.map(({ id }) => id), bodies.map(({ body }) => body), bodies.map(({ digest }) => digest), receivedAt],
  )
  return receivedAt
}

async function repeat(operation: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  let count = 0
  for (; performance.now() < start + seconds * 1_000; count += 1) await operation()
  return (count * 1_000) / (performance.now() - start)
}

function ignore(): void {}

const postgres = await startPostgres()
try {
  await measure(postgres.url)
} finally {
  await postgres.stop()
}
