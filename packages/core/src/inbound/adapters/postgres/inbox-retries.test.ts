import { beforeEach, describe, expect, it } from 'vitest'

import { FakeClock } from '../../../kernel/testkit/fake-clock.ts'
import { FakeTimer } from '../../../kernel/testkit/fake-timer.ts'
import { RecordingLogger } from '../../../kernel/testkit/recording-logger.ts'
import { coreMigrations } from '../../../postgres/migrations/index.ts'
import { forEachDatabase } from '../../../postgres/testkit/for-each-database.ts'
import type { InboundEvent } from '../../domain/inbound-event.ts'
import type { StoredEvent } from '../../domain/stored-event.ts'
import {
  createToyInbox,
  makeToyBusiness,
  type ToyBusiness,
  type ToyChange,
  toyEvent,
  toyMigrations,
  toyStatements,
  type ToyTables,
} from '../../testkit/toy-inbound.ts'
import { createInboxRetries, type InboxRetriesSettings } from './inbox-retries.ts'

const reapply = (stored: StoredEvent): InboundEvent =>
  toyEvent(JSON.parse(Buffer.from(stored.body).toString()) as ToyChange)

forEachDatabase([coreMigrations, toyMigrations], (database) => {
  let business: ToyBusiness
  const tables = () => database().tables<ToyTables>()

  beforeEach(async () => {
    await tables().deleteFrom('faults').execute()
    await tables().deleteFrom('webhook_inbox').execute()
    business = await makeToyBusiness(database())
  })

  function makeRetries(overrides: Partial<InboxRetriesSettings> = {}) {
    const [clock, logger] = [new FakeClock(), new RecordingLogger()]
    const woken: string[] = []
    const bus = { wake: (id: string) => void woken.push(id) }
    const settings = { database: database(), statements: toyStatements, reapply, clock, logger, bus, random: () => 0.5 }
    return { retries: createInboxRetries({ ...settings, ...overrides }), clock, logger, woken }
  }

  /** An event whose change the database refuses as long as there is a fault. */
  async function acceptFailing(change: ToyChange = { agentId: business.agentId }): Promise<InboundEvent> {
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
      const { retries, clock, woken } = makeRetries()
      expect(await retries.runOnce()).toEqual(nothing)
      clock.advance(2_500)
      expect(await retries.runOnce()).toEqual({ ...nothing, processed: 1 })
      expect(await inboxRow(event)).toMatchObject({ status: 'processed', attempts: 2, next_attempt_at: null })
      const stream = await tables()
        .selectFrom('outbox')
        .select(['id', 'seq'])
        .where('business_id', '=', business.id)
        .execute()
      expect(stream).toEqual([{ id: event.id, seq: '1' }])
      expect(woken).toEqual([business.id])
      expect(await retries.runOnce()).toEqual(nothing)
    })

    it('is not undone by a late delivery of the same event', async () => {
      const event = await acceptFailing()
      await mend()
      expect(await createToyInbox(database()).inbox.accept(event)).toMatchObject({ outcome: 'duplicate' })
      expect(await inboxRow(event)).toMatchObject({ status: 'failed' })
    })

    it('climbs the ladder, then declares the event dead', async () => {
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
      expect(await retries.runOnce(new Date('2027-01-01T00:00:00Z'))).toEqual(nothing)
    })

    it('counts an event that cannot be read any more as failed', async () => {
      const event = await acceptFailing()
      const { retries } = makeRetries({
        reapply: () => {
          throw new SyntaxError('Unreadable.')
        },
      })
      expect(await retries.runOnce(new Date('2026-01-15T12:00:03Z'))).toMatchObject({ failed: 1 })
      expect(await inboxRow(event)).toMatchObject({ status: 'failed', error_class: 'SyntaxError', attempts: 2 })
    })

    it('sets an event aside as unrouted when nobody holds its number', async () => {
      const event = await acceptFailing({ agentId: business.agentId })
      await tables().updateTable('webhook_inbox').set({ business_id: null }).where('id', '=', event.id).execute()
      const { retries } = makeRetries({ reapply: () => undefined })
      expect(await retries.runOnce(new Date('2026-01-15T12:00:03Z'))).toMatchObject({ unrouted: 1 })
      expect(await inboxRow(event)).toMatchObject({ status: 'unrouted' })
    })

    it('gives an event to one of two workers', async () => {
      for (let count = 0; count < 6; count += 1) await acceptFailing()
      await mend()
      const [first, second] = [makeRetries(), makeRetries()]
      const now = new Date('2026-01-15T12:00:03Z')
      const counts = await Promise.all([first.retries.runOnce(now), second.retries.runOnce(now)])
      const later = await first.retries.runOnce(now)
      expect([...counts, later].reduce((sum, { processed }) => sum + processed, 0)).toBe(6)
      const things = await tables()
        .selectFrom('things')
        .select('amount')
        .where('business_id', '=', business.id)
        .execute()
      expect(things).toEqual([{ amount: 6 }])
    })

    it('refuses the write of a worker whose lease ran out and was taken by another', async () => {
      const event = await acceptFailing()
      await mend()
      const { retries } = makeRetries({
        reapply: async (stored) => {
          const overtaken = { attempts: stored.attempts + 1 }
          await tables().updateTable('webhook_inbox').set(overtaken).where('id', '=', event.id).execute()
          return reapply(stored)
        },
      })
      expect(await retries.runOnce(new Date('2026-01-15T12:00:03Z'))).toEqual({ ...nothing, lost: 1 })
      expect(await inboxRow(event)).toMatchObject({ status: 'failed', attempts: 3 })
      expect(await tables().selectFrom('things').selectAll().where('business_id', '=', business.id).execute()).toEqual(
        [],
      )
    })

    it('declares an event dead whose last try took its process down', async () => {
      const event = await acceptFailing()
      await tables().updateTable('webhook_inbox').set({ attempts: 9 }).where('id', '=', event.id).execute()
      expect(await makeRetries().retries.runOnce(new Date('2026-01-15T12:00:03Z'))).toEqual({ ...nothing, dead: 1 })
      expect(await inboxRow(event)).toMatchObject({ status: 'dead' })
    })

    it("takes turns among businesses, so that one's backlog delays nobody else", async () => {
      const other = await makeToyBusiness(database())
      for (let count = 0; count < 5; count += 1) await acceptFailing()
      const single = await acceptFailing({ agentId: other.agentId })
      await mend()
      const { retries } = makeRetries({ batchSize: 2 })
      await retries.runOnce(new Date('2026-01-15T12:00:03Z'))
      expect(await inboxRow(single)).toMatchObject({ status: 'processed' })
    })

    it('runs by itself until stopped', async () => {
      const timer = new FakeTimer()
      const task = makeRetries().retries.start(timer)
      await task.stop()
      expect(timer.size).toBe(0)
    })
  })
})
