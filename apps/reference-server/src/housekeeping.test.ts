import { randomBytes } from 'node:crypto'

import { type BusinessId, type UserId, uuidSource } from '@cloudgreet/core'
import type { CoreTables } from '@cloudgreet/core/postgres'
import { FakeClock, FakeTimer, forEachDatabase, RecordingLogger } from '@cloudgreet/core/testkit'
import { createPostgresNumberInventory } from '@cloudgreet/inventory/postgres'
import { describe, expect, it } from 'vitest'

import { startHousekeeping } from './housekeeping.ts'
import { migrationSets } from './migration-sets.ts'

const hourMs = 3_600_000
const now = new Date('2026-01-15T12:00:00Z')
const ago = (hours: number) => new Date(now.getTime() - hours * hourMs)

forEachDatabase(migrationSets, (database) => {
  const tables = () => database().tables<CoreTables>()

  async function fill(): Promise<void> {
    const userId = uuidSource.next<'User'>()
    const businessId = uuidSource.next<'Business'>()
    await tables().insertInto('auth.users').values({ id: userId, name: 'Dana', email: 'dana@example.com' }).execute()
    await tables().insertInto('businesses').values({ id: businessId, business_name: 'Toy Works' }).execute()
    await fillEvents(businessId)
    await fillInsights(businessId)
    await fillSessions(userId, businessId)
    await fillMailsAndReplays()
  }

  async function fillMailsAndReplays(): Promise<void> {
    const replayId = uuidSource.next<'Replay'>()
    for (const entry of ['requested', 'finished'] as const)
      await tables()
        .insertInto('webhook_replays')
        .values({ replay_id: replayId, entry, at: now, actor: 'toy', detail: '{}' })
        .execute()
    const mail = { to_address: 'dana@example.com', subject: '', text: '' }
    const item = { replay_id: replayId, received_at: now, leased_until: null, result: 'applied' } as const
    for (const at of [ago(41 * 24), ago(39 * 24)]) {
      const id = uuidSource.next<'Event'>()
      await tables()
        .insertInto('mails')
        .values({ ...mail, id, idempotency_key: id, created_at: at })
        .execute()
      await tables()
        .insertInto('webhook_replay_items')
        .values({ ...item, inbox_id: id, error_class: null, settled_at: at })
        .execute()
    }
  }

  async function fillEvents(businessId: BusinessId): Promise<void> {
    const webhook = {
      provider: 'toy',
      account: 'main',
      status: 'processed',
      body: Buffer.alloc(0),
      body_digest: '',
    } as const
    const event = {
      business_id: businessId,
      type: 'call_ended',
      occurred_at: now,
      data: '{}',
      workflow: null,
      relayed_at: null,
    }
    for (const [index, at] of [ago(41 * 24), ago(39 * 24)].entries()) {
      await tables()
        .insertInto('webhook_inbox')
        .values({ ...webhook, id: uuidSource.next(), event_key: String(index), received_at: at } as never)
        .execute()
      await tables()
        .insertInto('outbox')
        .values({ ...event, id: uuidSource.next(), seq: index + 1, created_at: at })
        .execute()
    }
  }

  async function fillInsights(businessId: BusinessId): Promise<void> {
    for (const requestedAt of [ago(91 * 24), ago(89 * 24)])
      await tables()
        .insertInto('insight_runs')
        .values({ id: uuidSource.next(), business_id: businessId, status: 'done', requested_at: requestedAt })
        .execute()
  }

  async function fillSessions(userId: UserId, businessId: BusinessId): Promise<void> {
    const person = { user_id: userId, business_id: businessId, token_id: 'token' }
    const token = { user_id: userId, issued_at: ago(900), used_at: null, revoked_at: null }
    const key = { scope: 'toy', request_digest: '', status: 'done', response_status: 200, response: null } as const
    for (const expiresAt of [ago(1), ago(-1)])
      await tables()
        .insertInto('realtime_tickets')
        .values({ ...person, ticket_digest: randomBytes(32), expires_at: expiresAt })
        .execute()
    for (const expiresAt of [ago(8 * 24), ago(6 * 24)])
      await tables()
        .insertInto('refresh_tokens')
        .values({
          ...token,
          id: uuidSource.next(),
          family_id: uuidSource.next(),
          token_digest: randomBytes(32),
          expires_at: expiresAt,
        })
        .execute()
    for (const createdAt of [ago(25), ago(23)])
      await tables()
        .insertInto('idempotency_keys')
        .values({ ...key, key: createdAt.toISOString(), created_at: createdAt })
        .execute()
  }

  async function countRows(): Promise<Record<string, number>> {
    const names = [
      'webhook_inbox',
      'outbox',
      'realtime_tickets',
      'refresh_tokens',
      'idempotency_keys',
      'mails',
      'webhook_replay_items',
      'insight_runs',
    ]
    const counts = names.map(async (name) => {
      const { rows } = await database().pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${name}`)
      return [name, rows[0]?.count ?? 0] as const
    })
    return Object.fromEntries(await Promise.all(counts))
  }

  function makeParts() {
    const clock = new FakeClock(now)
    const inventory = createPostgresNumberInventory({ database: database(), clock, ids: uuidSource })
    return { database: database(), clock, inventory, timer: new FakeTimer(), logger: new RecordingLogger() }
  }

  describe('startHousekeeping', () => {
    it('deletes what was kept long enough and nothing younger, also when two servers do it at once', async () => {
      await fill()
      const servers = [makeParts(), makeParts()]
      for (const task of servers.map(startHousekeeping)) await task.stop()
      expect(await countRows()).toEqual({
        webhook_inbox: 1,
        outbox: 1,
        realtime_tickets: 1,
        refresh_tokens: 1,
        idempotency_keys: 1,
        mails: 1,
        webhook_replay_items: 1,
        insight_runs: 1,
      })
      const lines = servers.flatMap(({ logger }) => logger.lines)
      expect(lines.filter(({ level }) => level === 'error')).toEqual([])
      expect(lines.map(({ fields }) => fields['count'])).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
    })
  })
})

describe('startHousekeeping', () => {
  const failing = { pool: { query: () => Promise.reject(new Error('away')) } } as never

  it('does the next job when one fails, and all of them an hour later', async () => {
    const [timer, logger] = [new FakeTimer(), new RecordingLogger()]
    let runs = 0
    const ended = () => logger.lines.filter(({ message }) => message === 'Housekeeping').length
    const inventory = { endQuarantines: async () => [`+1800555010${(runs += 1)}` as never] }
    const task = startHousekeeping({ database: failing, inventory, clock: new FakeClock(), timer, logger })
    await expect.poll(() => timer.size).toBe(1)
    expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(9)
    timer.advance(hourMs - 1)
    expect(runs).toBe(1)
    timer.advance(1)
    await expect.poll(ended).toBe(2)
    await task.stop()
  })
})
