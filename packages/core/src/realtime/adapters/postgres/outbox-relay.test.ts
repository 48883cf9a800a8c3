import { beforeEach, describe, expect, it } from 'vitest'

import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import type { BusinessId, EventId } from '../../../kernel/domain/ids.ts'
import { FakeClock } from '../../../kernel/testkit/fake-clock.ts'
import { FakeTimer } from '../../../kernel/testkit/fake-timer.ts'
import { RecordingLogger } from '../../../kernel/testkit/recording-logger.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { coreMigrations } from '../../../postgres/migrations/index.ts'
import { postgresTransactions } from '../../../postgres/postgres-transactions.ts'
import { forEachDatabase } from '../../../postgres/testkit/for-each-database.ts'
import type { Workflows } from '../../../workflows/ports/workflows.ts'
import { createLocalWakeUpBus } from '../../domain/local-wake-up-bus.ts'
import {
  createOutboxRelay,
  type FollowUpInput,
  type FollowUpWorkflow,
  type OutboxRelaySettings,
} from './outbox-relay.ts'
import { createPostgresEventOutbox } from './postgres-event-outbox.ts'

const followCall: FollowUpWorkflow = { name: 'follow_call', run: async () => {} }

forEachDatabase([coreMigrations], (database) => {
  let business: BusinessId

  beforeEach(async () => {
    await database().tables<CoreTables>().deleteFrom('outbox').execute()
    business = uuidSource.next<'Business'>()
    await database()
      .tables<CoreTables>()
      .insertInto('businesses')
      .values({ id: business, business_name: 'Toy Works' })
      .execute()
  })

  async function append(workflow: string | undefined): Promise<EventId> {
    const id = uuidSource.next<'Event'>()
    const occurredAt = new Date('2026-01-15T12:00:00.000Z')
    const event = { id, businessId: business, type: 'call_ended', occurredAt, data: { callId: 'call-1' }, workflow }
    const outbox = createPostgresEventOutbox({ database: database() })
    await postgresTransactions(database()).asTenant(business, (transaction) => outbox.append(event, transaction))
    return id
  }

  /** An engine that only remembers what was started; it starts each id once. */
  function makeRelay(overrides: Partial<OutboxRelaySettings> = {}) {
    const started = new Map<string, FollowUpInput>()
    const starts: string[] = []
    const workflows: Pick<Workflows, 'start'> = {
      start: async (_workflow, id, input) => {
        starts.push(id)
        if (!started.has(id)) started.set(id, input as unknown as FollowUpInput)
      },
    }
    const logger = new RecordingLogger()
    const resolve = (name: string) => (name === followCall.name ? followCall : undefined)
    const settings = { database: database(), workflows, resolve, logger, clock: new FakeClock() }
    return { relay: createOutboxRelay({ ...settings, ...overrides }), started, starts, logger }
  }

  const relayedAt = async (id: EventId) =>
    (
      await database()
        .tables<CoreTables>()
        .selectFrom('outbox')
        .select('relayed_at')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).relayed_at

  describe('createOutboxRelay', () => {
    it('starts the workflow of an event once, under the id of the event', async () => {
      const id = await append('follow_call')
      const other = await append(undefined)
      const { relay, started, starts } = makeRelay()
      expect(await relay.runOnce()).toBe(1)
      expect(await relay.runOnce()).toBe(0)
      expect(starts).toEqual([id])
      expect(started.get(id)).toEqual({
        businessId: business,
        eventId: id,
        type: 'call_ended',
        data: { callId: 'call-1' },
      })
      expect(await relayedAt(id)).toEqual(new Date('2026-01-15T12:00:00.000Z'))
      expect(await relayedAt(other)).toBeNull()
    })

    it('works through more than one batch, oldest first', async () => {
      const ids: EventId[] = []
      for (let count = 0; count < 7; count += 1) ids.push(await append('follow_call'))
      const { relay, starts } = makeRelay({ batchSize: 3 })
      expect(await relay.runOnce()).toBe(7)
      expect(starts).toEqual(ids)
    })

    it('starts again after a crash between start and mark, which does nothing', async () => {
      const id = await append('follow_call')
      const { relay, started, starts } = makeRelay()
      await relay.runOnce()
      await database()
        .tables<CoreTables>()
        .updateTable('outbox')
        .set({ relayed_at: null })
        .where('id', '=', id)
        .execute()
      expect(await relay.runOnce()).toBe(1)
      expect(starts).toEqual([id, id])
      expect(started.size).toBe(1)
    })

    it('leaves what cannot be started for later, and nothing behind it waits', async () => {
      const unknown = await append('never_registered')
      const refused = await append('follow_call')
      const good = await append('follow_call')
      const { logger, starts } = makeRelay()
      const workflows: Pick<Workflows, 'start'> = {
        start: async (_workflow, id) => {
          if (id === refused) throw new Error('the engine is away')
          starts.push(id)
        },
      }
      const { relay } = makeRelay({ workflows, logger, batchSize: 1 })
      expect(await relay.runOnce()).toBe(1)
      expect(starts).toEqual([good])
      expect([await relayedAt(unknown), await relayedAt(refused)]).toEqual([null, null])
      expect(logger.lines.map(({ level }) => level)).toEqual(['error', 'error'])
    })

    it('runs when it is woken and when the floor interval has passed', async () => {
      const [bus, timer] = [createLocalWakeUpBus(), new FakeTimer()]
      let seen = (): void => {}
      const next = () => new Promise<void>((resolve) => (seen = resolve))
      const workflows: Pick<Workflows, 'start'> = { start: async () => seen() }
      const task = makeRelay({ workflows }).relay.start({ bus, timer, intervalMs: 5_000 })
      await expect.poll(() => timer.size).toBe(1)
      await append('follow_call')
      const woken = next()
      bus.wake(business)
      await woken
      await expect.poll(() => timer.size).toBe(1)
      await append('follow_call')
      const polled = next()
      timer.advance(5_000)
      await polled
      await task.stop()
      expect(timer.size).toBe(0)
    })
  })
})
