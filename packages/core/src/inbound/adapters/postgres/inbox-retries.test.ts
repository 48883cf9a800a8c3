import { sql } from 'kysely'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { FakeTimer } from '../../../kernel/testkit/fake-timer.ts'
import { RecordingLogger } from '../../../kernel/testkit/recording-logger.ts'
import type { InboundEvent } from '../../domain/inbound-event.ts'
import type { EventReader } from '../../domain/stored-event.ts'
import {
  createToyInbox,
  forEachToyDatabase,
  makeToyBusiness,
  readToy,
  type ToyChange,
  toyEvent,
  toyStatements,
} from '../../testkit/toy-inbound.ts'
import { createInboxRetries, type InboxRetriesSettings } from './inbox-retries.ts'

const ignoreToy: EventReader = async (stored) => ({ ...(await readToy(stored)), transition: undefined })

/** After every wait of the ladder. */
const later = new Date('2100-01-01T00:00:00Z')

forEachToyDatabase(({ database, tables, business }, kind) => {
  /** Where a line can be cut and clocks differ: PGlite lives in this process. */
  const servers = kind === 'postgres' ? ['with a server'] : []

  beforeEach(() => tables().deleteFrom('webhook_inbox').execute())

  function makeRetries(overrides: Partial<InboxRetriesSettings> = {}) {
    const logger = new RecordingLogger()
    const woken: string[] = []
    const bus = { wake: (id: string) => void woken.push(id) }
    const settings = {
      database: database(),
      statements: toyStatements,
      reapply: readToy,
      logger,
      bus,
      random: () => 0.5,
    }
    return { retries: createInboxRetries({ ...settings, ...overrides }), logger, woken }
  }

  /** An event whose change the database refuses as long as there is a fault. */
  async function acceptFailing(change: ToyChange = { agentId: business().agentId }): Promise<InboundEvent> {
    await tables().insertInto('faults').values({ action: 'raise' }).execute()
    const event = toyEvent(change)
    expect(await createToyInbox(database()).inbox.accept(event)).toMatchObject({ outcome: 'failed' })
    return event
  }

  const mend = () => tables().deleteFrom('faults').execute()
  const inboxRow = (event: InboundEvent) =>
    tables().selectFrom('webhook_inbox').selectAll().where('id', '=', event.id).executeTakeFirstOrThrow()
  const nothing = { processed: 0, unrouted: 0, failed: 0, dead: 0, lost: 0 }

  describe('createInboxRetries', () => {
    it('applies a failed event once its cause is mended, with the same id in the stream', async () => {
      const event = await acceptFailing()
      await mend()
      const { retries, woken } = makeRetries()
      const due = (await inboxRow(event)).next_attempt_at
      expect(await retries.runOnce(new Date(Number(due) - 1))).toEqual(nothing)
      expect(await retries.runOnce(due ?? later)).toEqual({ ...nothing, processed: 1 })
      expect(await inboxRow(event)).toMatchObject({ status: 'processed', attempts: 2, next_attempt_at: null })
      const stream = await tables()
        .selectFrom('outbox')
        .select(['id', 'seq'])
        .where('business_id', '=', business().id)
        .execute()
      expect(stream).toEqual([{ id: event.id, seq: '1' }])
      expect(woken).toEqual([business().id])
      expect(await retries.runOnce()).toEqual(nothing)
    })

    it('is not undone by a late delivery of the same event', async () => {
      const event = await acceptFailing()
      await mend()
      expect(await createToyInbox(database()).inbox.accept(event)).toMatchObject({ outcome: 'duplicate' })
      expect(await inboxRow(event)).toMatchObject({ status: 'failed' })
    })

    it('fault 12: climbs the ladder, then declares the event dead', async () => {
      const event = await acceptFailing()
      const { retries, logger } = makeRetries()
      for (let retry = 1; retry <= 8; retry += 1) {
        const due = (await inboxRow(event)).next_attempt_at
        expect(due).not.toBeNull()
        expect(await retries.runOnce(due ?? undefined)).toMatchObject(retry < 8 ? { failed: 1 } : { dead: 1 })
      }
      expect(await inboxRow(event)).toMatchObject({
        status: 'dead',
        attempts: 9,
        next_attempt_at: null,
        error_class: 'P0001',
      })
      expect(logger.lines.at(-1)).toMatchObject({ level: 'error', fields: { inboxId: event.id } })
      expect(await retries.runOnce(later)).toEqual(nothing)
    })

    it('counts an event that cannot be read any more as failed', async () => {
      const event = await acceptFailing()
      const { retries } = makeRetries({
        reapply: () => {
          throw new SyntaxError('Unreadable.')
        },
      })
      expect(await retries.runOnce(later)).toMatchObject({ failed: 1 })
      expect(await inboxRow(event)).toMatchObject({ status: 'failed', error_class: 'SyntaxError', attempts: 2 })
    })

    it('sets an event aside as unrouted when nobody holds its number', async () => {
      const event = await acceptFailing({ agentId: business().agentId })
      await tables().updateTable('webhook_inbox').set({ business_id: null }).where('id', '=', event.id).execute()
      const { retries } = makeRetries({ reapply: ignoreToy })
      expect(await retries.runOnce(later)).toMatchObject({ unrouted: 1 })
      expect(await inboxRow(event)).toMatchObject({ status: 'unrouted' })
    })

    it('fault 15: gives an event to one of two workers', async () => {
      for (let count = 0; count < 6; count += 1) await acceptFailing()
      await mend()
      const [first, second] = [makeRetries(), makeRetries()]
      const counts = await Promise.all([first.retries.runOnce(later), second.retries.runOnce(later)])
      const rest = await first.retries.runOnce(later)
      expect([...counts, rest].reduce((sum, { processed }) => sum + processed, 0)).toBe(6)
      const things = await tables()
        .selectFrom('things')
        .select('amount')
        .where('business_id', '=', business().id)
        .execute()
      expect(things).toEqual([{ amount: 6 }])
    })

    it('fault 17: refuses the write of a worker whose lease ran out and was taken by another', async () => {
      const event = await acceptFailing()
      await mend()
      const { retries } = makeRetries({
        reapply: async (stored) => {
          const overtaken = { attempts: stored.attempts + 1 }
          await tables().updateTable('webhook_inbox').set(overtaken).where('id', '=', event.id).execute()
          return readToy(stored)
        },
      })
      expect(await retries.runOnce(later)).toEqual({ ...nothing, lost: 1 })
      expect(await inboxRow(event)).toMatchObject({ status: 'failed', attempts: 3 })
      expect(
        await tables().selectFrom('things').selectAll().where('business_id', '=', business().id).execute(),
      ).toEqual([])
    })

    it('fault 14: declares an event dead whose last try took its process down', async () => {
      const event = await acceptFailing()
      await tables().updateTable('webhook_inbox').set({ attempts: 9 }).where('id', '=', event.id).execute()
      expect(await makeRetries().retries.runOnce(later)).toEqual({ ...nothing, dead: 1 })
      expect(await inboxRow(event)).toMatchObject({ status: 'dead' })
    })

    it("fault 13: takes turns among businesses, so that one's backlog delays nobody else", async () => {
      const other = await makeToyBusiness(database())
      for (let count = 0; count < 5; count += 1) await acceptFailing()
      const single = await acceptFailing({ agentId: other.agentId })
      await mend()
      const { retries } = makeRetries({ batchSize: 2 })
      await retries.runOnce(later)
      expect(await inboxRow(single)).toMatchObject({ status: 'processed' })
    })

    it('fault 13: delays the event of one business by less than twice, whatever the backlog of another', async () => {
      const backlog = 60
      const other = await makeToyBusiness(database())
      for (let count = 0; count < backlog; count += 1) await acceptFailing()
      const few: InboundEvent[] = []
      for (let count = 0; count < 10; count += 1) few.push(await acceptFailing({ agentId: other.agentId }))
      await mend()
      let claims = 0
      const { retries } = makeRetries({
        batchSize: 4,
        reapply: (stored) => {
          claims += 1
          return readToy(stored)
        },
      })
      const isWaiting = async () => (await Promise.all(few.map(inboxRow))).some(({ status }) => status !== 'processed')
      while (await isWaiting()) await retries.runOnce(later)
      expect(claims).toBeLessThanOrEqual(2 * few.length)
    })

    it('fault 13: goes on with the others when one event always fails', async () => {
      const poison = await acceptFailing({ agentId: business().agentId, amount: 5_000 })
      const healthy = await acceptFailing()
      await mend()
      const { retries } = makeRetries()
      expect(await retries.runOnce(later)).toMatchObject({ processed: 1, failed: 1 })
      expect(await inboxRow(poison)).toMatchObject({ status: 'failed', error_class: '23514' })
      expect(await inboxRow(healthy)).toMatchObject({ status: 'processed' })
    })

    it.each(servers)('fault 13: %s, goes on with the others when one event cuts the connection', async () => {
      const [poison, healthy] = [
        await acceptFailing({ agentId: business().agentId, subject: 'first' }),
        await acceptFailing(),
      ]
      await mend()
      const cut = async (action: 'terminate' | 'mend') => {
        await tables().deleteFrom('faults').execute()
        if (action === 'terminate') await tables().insertInto('faults').values({ action }).execute()
      }
      const { retries } = makeRetries({
        reapply: async (stored) => {
          await cut(stored.id === poison.id ? 'terminate' : 'mend')
          return readToy(stored)
        },
      })
      expect(await retries.runOnce(later)).toEqual({ ...nothing, processed: 1, failed: 1 })
      expect(await inboxRow(poison)).toMatchObject({ status: 'failed', error_class: '57P01' })
      expect(await inboxRow(healthy)).toMatchObject({ status: 'processed' })
    })

    it('fault 15: two servers try a backlog at the same time, and each event takes effect once', async () => {
      const events = 12
      for (let count = 0; count < events; count += 1) await acceptFailing()
      await mend()
      const servers = [makeRetries({ batchSize: 5 }), makeRetries({ batchSize: 5 })]
      for (let run = 0; run < 4; run += 1) await Promise.all(servers.map(({ retries }) => retries.runOnce(later)))
      const things = await tables()
        .selectFrom('things')
        .select('amount')
        .where('business_id', '=', business().id)
        .execute()
      expect(things).toEqual([{ amount: events }])
    })

    it.each(servers)('fault 16: %s, keeps leases and waits when the clock of the server jumps', async () => {
      const [waiting, leased] = [await acceptFailing(), await acceptFailing()]
      await mend()
      const stopped = makeRetries({ batchSize: 1, reapply: () => new Promise(() => {}) })
      const due = (await inboxRow(leased)).next_attempt_at
      await tables().updateTable('webhook_inbox').set({ next_attempt_at: later }).where('id', '=', waiting.id).execute()
      void stopped.retries.runOnce(due ?? later)
      await expect.poll(async () => (await inboxRow(leased)).attempts).toBe(2)
      await tables()
        .updateTable('webhook_inbox')
        .set({ next_attempt_at: sql<Date>`clock_timestamp() + interval '60 seconds'` })
        .where('id', '=', leased.id)
        .execute()
      vi.useFakeTimers({ toFake: ['Date'] })
      try {
        for (const jumpMs of [3_600_000, -3_600_000, 40 * 86_400_000]) {
          vi.setSystemTime(Date.now() + jumpMs)
          expect(await makeRetries().retries.runOnce()).toEqual(nothing)
        }
      } finally {
        vi.useRealTimers()
      }
      expect(await inboxRow(leased)).toMatchObject({ status: 'failed', attempts: 2 })
      expect(await inboxRow(waiting)).toMatchObject({ status: 'failed', attempts: 1 })
    })

    it.each(servers)('fault 16: %s, puts the first retry where the database’s clock has it', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
      const event = await acceptFailing().finally(() => vi.useRealTimers())
      const row = await inboxRow(event)
      expect(Math.abs(Number(row.next_attempt_at) - Date.now())).toBeLessThan(30_000)
    })

    it('fault 16: does not run in a loop without a pause', async () => {
      const timer = new FakeTimer()
      let runs = 0
      const log = new RecordingLogger()
      const counted = {
        ...database(),
        pool: { query: () => Promise.reject(new Error(`away ${(runs += 1)}`)) } as never,
      }
      const task = makeRetries({ database: counted, logger: log }).retries.start(timer)
      await expect.poll(() => timer.size).toBe(1)
      expect(runs).toBe(1)
      timer.advance(1_000)
      await expect.poll(() => runs).toBe(2)
      await task.stop()
    })

    it('runs by itself until stopped', async () => {
      const timer = new FakeTimer()
      const task = makeRetries().retries.start(timer)
      await task.stop()
      expect(timer.size).toBe(0)
    })
  })
})
