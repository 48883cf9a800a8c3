import { createHash } from 'node:crypto'

import { type BusinessId, uuidSource } from '@cloudgreet/core'
import { createContactGate, rfc8785CanonicalForm, verifyChain } from '@cloudgreet/compliance'
import { createNodeAddressHasher, createPostgresContactStore, readChain } from '@cloudgreet/compliance/postgres'
import { createInboundPipeline } from '@cloudgreet/core/inbound'
import {
  createPostgresInbox,
  type Database,
  postgresTransactions,
  pruneInbox,
  retentionDays,
} from '@cloudgreet/core/postgres'
import { FakeClock, FakeTimer, forEachDatabase, RecordingLogger } from '@cloudgreet/core/testkit'
import { expect, it } from 'vitest'

import { inboundStatements } from './inbound-statements.ts'
import { migrationSets } from '../migration-sets.ts'
import { createInboundReaders } from '../webhooks/inbound-readers.ts'
import { createInboundRules } from '../webhooks/inbound-rules.ts'

const address = '+13125550142'
const hasher = createNodeAddressHasher(new Uint8Array(32).fill(7))
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

forEachDatabase(migrationSets, (database) => {
  it('takes one text under two event ids as one text, answered once', async () => {
    const { businessId, deliver, logger } = await makeLine(database(), '+18005550151')
    for (const eventId of ['help-1', 'help-2']) await deliver(eventId, { messageId: 'help', text: 'HELP' })
    expect(logger.lines).toEqual([])
    expect(await statusesOf(database(), businessId)).toEqual(['processed', 'processed'])
    const { rows: texts } = await database().pool.query('SELECT FROM sms_logs WHERE business_id = $1', [businessId])
    const { rows: answers } = await database().pool.query(
      'SELECT workflow FROM outbox WHERE business_id = $1 AND workflow IS NOT NULL',
      [businessId],
    )
    expect(texts).toHaveLength(1)
    expect(answers).toEqual([{ workflow: 'answer_text' }])
  })

  it('fault 6: takes an event again after 7 days, and after 30, as the one it knows, although old rows are deleted (G3)', async () => {
    const { businessId, clock, deliver, logger } = await makeLine(database(), '+18005550153')
    const deliveries = 50
    const outcomes: string[] = []
    for (let event = 0; event < deliveries; event += 1) {
      const text = { messageId: `text-${event}`, text: 'HELP', receivedAt: clock.now(), at: clock.now() }
      for (const days of [0, 7, 23]) {
        clock.advance(days * 86_400_000)
        await pruneInbox(database(), new Date(clock.now().getTime() - retentionDays * 86_400_000))
        const answer = await deliver(`event-${event}`, text)
        outcomes.push(answer.status === 200 && answer.body.duplicate ? 'duplicate' : String(answer.status))
      }
    }
    console.log(`G3: ${deliveries} events delivered 3 times within 30 days`)
    expect(outcomes).toEqual(Array.from({ length: deliveries }, () => ['200', 'duplicate', 'duplicate']).flat())
    const { rows: texts } = await database().pool.query('SELECT FROM sms_logs WHERE business_id = $1', [businessId])
    const { rows: told } = await database().pool.query('SELECT FROM outbox WHERE business_id = $1', [businessId])
    expect([texts.length, told.length, logger.lines]).toEqual([deliveries, deliveries, []])
  })

  it('does not make a STOP newer than the START after it when its text comes under another event id', async () => {
    const { businessId, clock, deliver, logger, gate } = await makeLine(database(), '+18005550152')
    const stop = { messageId: 'stop', text: 'STOP', receivedAt: clock.now() }
    await deliver('stop-1', stop)
    clock.advance(60_000)
    await deliver('start-1', { messageId: 'start', text: 'START' })
    clock.advance(60_000)
    await deliver('stop-2', stop)
    expect(logger.lines).toEqual([])
    const chain = await postgresTransactions(database()).asOwner('test', (own) => readChain(own, businessId))
    expect(chain.map(({ eventType }) => eventType)).toEqual(['consent_revoked', 'consent_restored', 'consent_revoked'])
    expect(verifyChain(chain, { businessId, hasher, canonicalForm: rfc8785CanonicalForm })).toMatchObject({ ok: true })
    const request = { businessId, address, channel: 'sms', purpose: 'transactional', intentKey: businessId } as const
    expect(await gate.open(request)).toMatchObject({ allowed: true })
  })
})

/** A business with a number, and the pipeline that its texts come through. */
async function makeLine(database: Database, number: string) {
  const businessId: BusinessId = uuidSource.next<'Business'>()
  await database.pool.query(
    `INSERT INTO businesses (id, business_name, phone_number) VALUES ($1, 'Fictional Plumbing', $2)`,
    [businessId, number],
  )
  const [clock, timer, logger] = [new FakeClock(), new FakeTimer(), new RecordingLogger()]
  const tools = { ids: uuidSource, clock, hasher }
  const shared = { database, statements: inboundStatements, timer, logger, digest, ...tools, bus: { wake: () => {} } }
  const readers = createInboundReaders({ rules: createInboundRules(tools), controlsCalls: true, ...shared })
  const pipeline = createInboundPipeline({ ...shared, readers, inbox: createPostgresInbox(shared) })
  const store = createPostgresContactStore({ transactions: postgresTransactions(database), ...tools })
  const deliver = (eventId: string, text: Text) => {
    const body = textReceived(`${businessId}-${eventId}`, { number, at: clock.now(), ...text })
    return pipeline.receive({ provider: 'telnyx', account: 'main', body, receivedAt: clock.now() })
  }
  return { businessId, clock, deliver, logger, gate: createContactGate({ store, clock }) }
}

type Text = { readonly messageId: string; readonly text: string; readonly receivedAt?: Date; readonly at?: Date }

function textReceived(id: string, sent: Text & { readonly number: string; readonly at: Date }): Uint8Array {
  const payload = {
    id: `${sent.number}-${sent.messageId}`,
    text: sent.text,
    from: { phone_number: address },
    to: [{ phone_number: sent.number }],
    received_at: (sent.receivedAt ?? sent.at).toISOString(),
  }
  const data = { id, event_type: 'message.received', occurred_at: sent.at.toISOString(), payload }
  return new TextEncoder().encode(JSON.stringify({ data }))
}

async function statusesOf(database: Database, businessId: BusinessId): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ status: string }>(
    'SELECT status FROM webhook_inbox WHERE business_id = $1',
    [businessId],
  )
  return rows.map(({ status }) => status)
}
