import { describe, expect, it } from 'vitest'

import type { EventId } from '../../../kernel/domain/ids.ts'
import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import { FakeClock } from '../../../kernel/testkit/fake-clock.ts'
import { RecordingLogger } from '../../../kernel/testkit/recording-logger.ts'
import { createReplay } from '../../create-replay.ts'
import { replayStoreContract, type ReplaySeed } from '../../testkit/replay-store-contract.ts'
import {
  createToyInbox,
  forEachToyDatabase,
  makeToyBusiness,
  readToy,
  type ToyBusiness,
  toyEvent,
  toyStatements,
  type ToyWorld,
} from '../../testkit/toy-inbound.ts'
import { createPostgresReplayStore } from './postgres-replay-store.ts'

forEachToyDatabase((world, kind) => {
  const { database, tables, business, inboxRow } = world

  /** Where a line can be cut and clocks differ: PGlite lives in this process. */
  const servers = kind === 'postgres' ? ['with a server'] : []

  async function makeSubject() {
    await tables().deleteFrom('webhook_inbox').execute()
    const other = await makeToyBusiness(database())
    const woken: string[] = []
    const store = createPostgresReplayStore({
      database: database(),
      statements: toyStatements,
      logger: new RecordingLogger(),
      bus: { wake: (id) => void woken.push(id) },
    })
    return {
      store,
      reapply: readToy,
      own: business().id,
      woken,
      put: (seed: ReplaySeed) => put(world, { ...seed, other }),
      statusOf: async (id: EventId) =>
        (await tables().selectFrom('webhook_inbox').select('status').where('id', '=', id).executeTakeFirst())?.status,
      countEffects: async (id: EventId) =>
        (await tables().selectFrom('outbox').select('id').where('id', '=', id).execute()).length,
      setBroken: async (isBroken: boolean) => {
        await tables().deleteFrom('faults').execute()
        if (isBroken) await tables().insertInto('faults').values({ action: 'raise' }).execute()
      },
    }
  }

  replayStoreContract({ name: 'postgres', makeSubject })

  describe('createPostgresReplayStore', () => {
    async function makeReplay() {
      const subject = await makeSubject()
      const [clock, logger] = [new FakeClock(), new RecordingLogger()]
      const replay = createReplay({ ...subject, clock, logger, ids: uuidSource })
      return { ...subject, replay, ask: (ids: EventId[]) => replay.request({ actor: 'operator', selection: { ids } }) }
    }

    it('wakes the readers of the business', async () => {
      const { ask, put, woken } = await makeReplay()
      await ask([await put({})])
      expect(woken).toEqual([business().id])
    })

    it('counts bytes that the vendor delivered again, readable by then, as applied already', async () => {
      const { ask, put, countEffects, statusOf } = await makeReplay()
      const quarantined = await put({ status: 'quarantined', of: 'unrouted' })
      const again = toyEvent({ agentId: business().agentId }, { eventKey: quarantined })
      await createToyInbox(database()).inbox.accept(again)
      expect((await ask([quarantined])).counts).toMatchObject({ already_applied: 1 })
      expect(await statusOf(quarantined)).toBe('processed')
      expect([await countEffects(quarantined), await countEffects(again.id)]).toEqual([0, 1])
    })

    it('puts the consent entry of an event that stays unrouted on no chain a second time', async () => {
      const { ask, statusOf } = await makeReplay()
      const event = toyEvent({ agentId: 'agent-of-nobody', canonical: Buffer.from('stop') })
      await createToyInbox(database()).inbox.accept(event)
      const count = async () => (await tables().selectFrom('entries').select('chain_seq').execute()).length
      const before = await count()
      expect((await ask([event.id])).counts).toMatchObject({ unrouted: 1 })
      expect(await statusOf(event.id)).toBe('unrouted')
      expect(await count()).toBe(before)
    })

    it.each(servers)('fault 13: %s, settles an event that cuts the connection as failed, and goes on', async () => {
      const { replay, put, countEffects } = await makeReplay()
      const poison = await put({})
      await tables().insertInto('faults').values({ action: 'terminate' }).execute()
      const failed = await replay.request({ actor: 'operator', selection: { ids: [poison] } })
      expect(failed.counts).toMatchObject({ failed: 1 })
      await tables().deleteFrom('faults').execute()
      expect(await countEffects(poison)).toBe(0)
      expect(await inboxRow(poison)).toMatchObject({ status: 'dead' })
    })

    it('keeps a journal that takes no change', async () => {
      const { ask, put } = await makeReplay()
      await ask([await put({})])
      for (const statement of ["UPDATE webhook_replays SET actor = 'nobody'", 'DELETE FROM webhook_replays'])
        await expect(database().pool.query(statement)).rejects.toMatchObject({ code: '42501' })
    })
  })
})

async function put({ tables, business }: ToyWorld, seed: ReplaySeed & { readonly other: ToyBusiness }) {
  const { status = 'dead', of = 'own', isReadable = true, receivedAt, eventType = 'thing.changed' } = seed
  const { id } = toyEvent({})
  const agentId = { own: business().agentId, unrouted: business().agentId, other: seed.other.agentId, nobody: 'none' }[
    of
  ]
  const businessId = { own: business().id, other: seed.other.id, unrouted: null, nobody: null }[of]
  await tables()
    .insertInto('webhook_inbox')
    .values({
      id,
      provider: 'toy',
      account: 'main',
      event_key: status === 'quarantined' ? `unreadable:${id}` : id,
      event_type: eventType,
      business_id: businessId,
      status,
      body: Buffer.from(isReadable ? JSON.stringify({ agentId, subject: id }) : 'x'),
      body_digest: 'digest-1',
      received_at: receivedAt ?? new Date('2026-01-15T12:00:00.000Z'),
      occurred_at: null,
      attempts: status === 'dead' ? 9 : 1,
      next_attempt_at: status === 'failed' ? new Date('2100-01-01T00:00:00Z') : null,
      error_class: status === 'dead' ? 'P0001' : null,
      first_failed_at: null,
      last_failed_at: null,
      answered_status: null,
      answered_at: null,
    })
    .execute()
  return id
}
