import { describe, expect, it } from 'vitest'

import { uuidSource } from '../../kernel/adapters/system/uuid-source.ts'
import type { BusinessId, EventId, ReplayId } from '../../kernel/domain/ids.ts'
import { FakeClock } from '../../kernel/testkit/fake-clock.ts'
import { RecordingLogger } from '../../kernel/testkit/recording-logger.ts'
import { createReplay, type Replay, type ReplaySettings } from '../create-replay.ts'
import { emptyReplayCounts, type ReplayProgress, type ReplayResult, type ReplaySelection } from '../domain/replay.ts'
import type { EventReader, InboxStatus } from '../domain/stored-event.ts'
import type { ReplayStore } from '../ports/replay-store.ts'

/** A stored event; what is left out: dead, of the subject's business, readable, received at noon. */
export interface ReplaySeed {
  readonly status?: InboxStatus
  /** `nobody`: no business holds its agent, now or later. `unrouted`: stored without one, which exists by now. */
  readonly of?: 'own' | 'other' | 'unrouted' | 'nobody'
  readonly isReadable?: boolean
  readonly receivedAt?: Date
  readonly eventType?: string
}

export interface ReplayStoreSubject {
  readonly store: ReplayStore
  readonly reapply: EventReader
  readonly own: BusinessId
  put(seed: ReplaySeed): Promise<EventId>
  statusOf(id: EventId): Promise<InboxStatus | undefined>
  /** How often the event took effect. */
  countEffects(id: EventId): Promise<number>
  /** While broken, no event can be applied. */
  setBroken(isBroken: boolean): Promise<void>
}

const noon = new Date('2026-01-15T12:00:00.000Z')
const minutesLater = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)

/** What every {@link ReplayStore} does, and `createReplay` over it. */
export function replayStoreContract({
  name,
  makeSubject,
}: {
  name: string
  makeSubject: () => Promise<ReplayStoreSubject>
}): void {
  async function makeReplay(overrides: Partial<ReplaySettings> = {}) {
    const subject = await makeSubject()
    const replay = makeReplayOver(subject, overrides)
    const ask = (selection: ReplaySelection) => replay.request({ actor: 'operator', selection })
    return { ...subject, replay, ask }
  }

  const putMany = (subject: ReplayStoreSubject, count: number, seed: ReplaySeed = {}) =>
    inOrder(
      Array.from({ length: count }, (_, index) => index),
      (index) => subject.put({ receivedAt: minutesLater(index), ...seed }),
    )

  describe(`ReplayStore: ${name}`, () => {
    it('applies what is dead, failed or had no business, once, and says what it did not touch', async () => {
      const subject = await makeReplay()
      const replayable = await inOrder(
        [{ status: 'dead' }, { status: 'failed' }, { status: 'unrouted', of: 'unrouted' }] as const,
        subject.put,
      )
      const done = await subject.put({ status: 'processed' })
      const unknown = uuidSource.next<'Event'>()
      const ids = [...replayable, done, unknown]
      const first = await subject.ask({ ids })
      expect(first).toMatchObject({ remaining: 0, finishedAt: expect.any(Date), actor: 'operator' })
      expect(first.counts).toEqual({ ...emptyReplayCounts(), applied: 3, already_applied: 1, not_found: 1 })
      expect(Object.fromEntries(await resultsOf(subject.replay, first))).toMatchObject({
        [done]: 'already_applied',
        [unknown]: 'not_found',
        [replayable[0] as string]: 'applied',
      })
      const again = await subject.ask({ ids })
      expect(again.counts).toEqual({ ...emptyReplayCounts(), already_applied: 4, not_found: 1 })
      for (const id of replayable) {
        expect(await subject.statusOf(id)).toBe('processed')
        expect(await subject.countEffects(id)).toBe(1)
      }
    })

    it('replays a range of time, its end excluded, in slices, by its filters', async () => {
      const subject = await makeReplay({ collectSize: 2, batchSize: 3 })
      const dead = await putMany(subject, 7)
      const other = await subject.put({ receivedAt: minutesLater(2), eventType: 'thing.other' })
      const range = { from: noon, to: minutesLater(6), eventType: 'thing.changed', status: 'dead' } as const
      expect(await subject.replay.preview({ selection: range })).toEqual({ dead: 6 })
      expect(await subject.statusOf(dead[0]!)).toBe('dead')
      expect((await subject.ask(range)).counts).toEqual({ ...emptyReplayCounts(), applied: 6 })
      expect(await subject.statusOf(dead[6]!)).toBe('dead')
      expect(await subject.statusOf(other)).toBe('dead')
    })

    it('replays a range of ids, both ends included', async () => {
      const subject = await makeReplay()
      const dead = await putMany(subject, 5)
      expect((await subject.ask({ from: dead[1]!, to: dead[3]! })).counts).toMatchObject({ applied: 3 })
      expect(await inOrder(dead, subject.statusOf)).toEqual(['dead', 'processed', 'processed', 'processed', 'dead'])
    })

    it('touches no other business than the one asked for, and tells nothing of it', async () => {
      const subject = await makeReplay()
      const [own, foreign] = await inOrder([{ of: 'own' }, { of: 'other' }] as const, subject.put)
      const businessId = subject.own
      const byIds = await subject.ask({ ids: [own!, foreign!], businessId })
      expect(byIds.counts).toEqual({ ...emptyReplayCounts(), applied: 1, not_found: 1 })
      const byRange = await subject.ask({ from: noon, to: minutesLater(60), businessId })
      expect(byRange.counts).toEqual(emptyReplayCounts())
      expect(await subject.statusOf(foreign!)).toBe('dead')
    })

    it('leaves what fails again dead, with the reason, to be replayed once more', async () => {
      const subject = await makeReplay()
      const id = await subject.put({ status: 'dead' })
      await subject.setBroken(true)
      const failed = await subject.ask({ ids: [id] })
      expect(failed.counts).toEqual({ ...emptyReplayCounts(), failed: 1 })
      const [settled] = await subject.replay.results(failed.id, { limit: 10 })
      expect(settled).toMatchObject({ id, result: 'failed', errorClass: expect.any(String) })
      expect(await subject.statusOf(id)).toBe('dead')
      await subject.setBroken(false)
      expect((await subject.ask({ ids: [id] })).counts).toMatchObject({ applied: 1 })
      expect(await subject.countEffects(id)).toBe(1)
    })

    it('applies bytes in quarantine that parse by now, and leaves the others there', async () => {
      const subject = await makeReplay()
      const [mended, broken] = await inOrder(
        [true, false].map((isReadable) => ({ status: 'quarantined', of: 'unrouted', isReadable }) as const),
        subject.put,
      )
      const { counts, id } = await subject.ask({ ids: [mended!, broken!] })
      expect(counts).toEqual({ ...emptyReplayCounts(), applied: 1, unreadable: 1 })
      expect(await subject.replay.results(id, { limit: 1, after: mended! })).toMatchObject([
        { id: broken, result: 'unreadable', errorClass: 'not_json' },
      ])
      expect(await subject.statusOf(mended!)).toBe('processed')
      expect(await subject.statusOf(broken!)).toBe('quarantined')
    })

    it('leaves an event unrouted that is still nobody’s', async () => {
      const subject = await makeReplay()
      const id = await subject.put({ status: 'unrouted', of: 'nobody' })
      expect((await subject.ask({ ids: [id] })).counts).toEqual({ ...emptyReplayCounts(), unrouted: 1 })
      expect(await subject.statusOf(id)).toBe('unrouted')
      expect(await subject.countEffects(id)).toBe(0)
    })

    it('fault 14: is finished by another process, with exact counts, when the first died in the middle', async () => {
      const subject = await makeSubject()
      await putMany(subject, 5)
      const id = uuidSource.next<'Replay'>()
      await subject.store.open(id, { actor: 'operator', selection: { from: noon, to: minutesLater(60) } })
      await subject.store.collect(id, 3)
      const { claims } = await subject.store.claim(id, { limit: 2, leaseMs: 0 })
      await subject.store.settle(id, claims[0]!, await readingOf(subject, claims[0]!.stored))
      const heir = makeReplayOver(subject)
      while (await heir.runOnce());
      expect(await heir.find(id)).toMatchObject({ remaining: 0, finishedAt: expect.any(Date), counts: { applied: 5 } })
      for (const [eventId] of await resultsOf(heir, { id })) expect(await subject.countEffects(eventId)).toBe(1)
    })

    it('leaves a new order to the process that took it', async () => {
      const subject = await makeSubject()
      const id = uuidSource.next<'Replay'>()
      await subject.store.open(id, { actor: 'operator', selection: { ids: [await subject.put({})] } })
      expect(await subject.store.listOpen(60_000)).not.toContain(id)
      expect(await subject.store.listOpen(0)).toContain(id)
    })

    it('fault 17: refuses what a worker brings whose claim went to another', async () => {
      const subject = await makeSubject()
      const eventId = await subject.put({})
      const id = uuidSource.next<'Replay'>()
      await subject.store.open(id, { actor: 'operator', selection: { ids: [eventId] } })
      const stopped = (await subject.store.claim(id, { limit: 1, leaseMs: 0 })).claims[0]!
      const heir = (await subject.store.claim(id, { limit: 1, leaseMs: 60_000 })).claims[0]!
      const attempt = await readingOf(subject, stopped.stored)
      expect(await subject.store.settle(id, stopped, attempt)).toBeUndefined()
      expect(await subject.countEffects(eventId)).toBe(0)
      expect(await subject.store.claim(id, { limit: 1, leaseMs: 0 })).toEqual({ claims: [], settled: 0 })
      expect(await subject.store.settle(id, heir, attempt)).toMatchObject({ result: 'applied' })
      expect(await subject.store.settle(id, stopped, attempt)).toBeUndefined()
      expect(await subject.countEffects(eventId)).toBe(1)
    })

    it('fault 13: gives an event up that takes its process down each time, and goes on with the others', async () => {
      const subject = await makeSubject()
      const poison = await subject.put({})
      const id = uuidSource.next<'Replay'>()
      await subject.store.open(id, { actor: 'operator', selection: { from: noon, to: minutesLater(60) } })
      await subject.store.collect(id, 1)
      for (let death = 0; death < 3; death += 1) await subject.store.claim(id, { limit: 1, leaseMs: 0 })
      const healthy = await subject.put({})
      const replay = makeReplayOver(subject, { collectSize: 1 })
      while (await replay.runOnce());
      const results = Object.fromEntries(await resultsOf(replay, { id }))
      expect(results[poison]).toBe('failed')
      expect(await subject.countEffects(poison)).toBe(0)
      expect(await subject.statusOf(poison)).toBe('dead')
      expect(results[healthy]).toBe('applied')
    })

    it('keeps a journal of what was asked for and how it ended, the latest first', async () => {
      const subject = await makeReplay()
      const id = await subject.put({})
      const selection = { from: noon, to: minutesLater(1), provider: 'toy' } as const
      const first = await subject.replay.request({ actor: 'operator', selection, note: 'The agent was renamed.' })
      const second = await subject.ask({ ids: [id] })
      expect(await subject.replay.find(first.id)).toMatchObject({ selection, note: 'The agent was renamed.' })
      const listed = await subject.replay.list({ limit: 2 })
      expect(listed.map((entry) => entry.id)).toEqual([second.id, first.id])
      const next = await subject.replay.list({ limit: 1, after: listed[0]! })
      expect(next.map((entry) => entry.id)).toEqual([first.id])
      expect(await subject.store.finish(first.id)).toBe(false)
      expect(await subject.replay.find(uuidSource.next<'Replay'>())).toBeUndefined()
    })

    it('refuses an order without ids, with too many, or with a range that ends before it begins', async () => {
      const { ask } = await makeReplay()
      const many = Array.from({ length: 1_001 }, () => uuidSource.next<'Event'>())
      for (const selection of [
        { ids: [] },
        { ids: many },
        { from: minutesLater(1), to: noon },
        { from: noon, to: many[0]! },
      ])
        await expect(ask(selection)).rejects.toMatchObject({ code: 'validation_failed' })
    })
  })
}

function makeReplayOver({ store, reapply }: ReplayStoreSubject, overrides: Partial<ReplaySettings> = {}): Replay {
  const [clock, logger] = [new FakeClock(), new RecordingLogger()]
  return createReplay({ store, reapply, clock, logger, ids: uuidSource, graceMs: 0, ...overrides })
}

async function readingOf({ reapply }: ReplayStoreSubject, stored: Parameters<EventReader>[0]) {
  return { isRead: true, reading: await reapply(stored) } as const
}

async function resultsOf(
  replay: Replay,
  { id }: Pick<ReplayProgress, 'id'> | { readonly id: ReplayId },
): Promise<[EventId, ReplayResult][]> {
  return (await replay.results(id, { limit: 1_000 })).map((event) => [event.id, event.result])
}

async function inOrder<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (const item of items) results.push(await work(item))
  return results
}
