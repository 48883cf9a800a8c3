import { type BusinessId, InvalidArgumentError } from '@cloudgreet/core'
import { callDetailSchema, callSchema } from '@cloudgreet/core/contract'
import { describe, expect, it } from 'vitest'

import type { CallFacts } from '../domain/call-facts.ts'
import type { CallLog } from '../ports/call-log.ts'
import { buildCallFacts } from './call-facts-builder.ts'

export interface CallLogSubject {
  readonly log: CallLog
  makeBusiness(): Promise<BusinessId>
  /** Takes a call's event in, as the webhook does; `facts.firstSeenAt` is when it came. */
  apply(business: BusinessId, facts: CallFacts): Promise<void>
  /** Another call takes this one's place. */
  supersede(callId: string): Promise<void>
}

const timeZone = 'America/Chicago'
const startOf = (day: number, hour = 18) => new Date(Date.UTC(2026, 0, day, hour))

/** What every {@link CallLog} does. */
export function callLogContract({ name, makeSubject }: { name: string; makeSubject: () => CallLogSubject }): void {
  let lastCall = 0
  const facts = (changes: Partial<CallFacts> = {}) => {
    lastCall += 1
    return buildCallFacts({ providerCallId: `${name}_${lastCall}`, ...changes })
  }

  describe(`CallLog: ${name}`, () => {
    it('lists the calls of the business newest first, in pages that neither repeat nor skip', async () => {
      const subject = makeSubject()
      const business = await subject.makeBusiness()
      for (const day of [3, 1, 2, 2, 5]) await subject.apply(business, facts({ startedAt: startOf(day) }))
      const seen: { id: string; startedAt: string }[] = []
      let cursor: string | undefined
      do {
        const page = await subject.log.list(business, { limit: 2, cursor })
        expect(page.items.length).toBeLessThanOrEqual(2)
        seen.push(...page.items)
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      expect(seen.map(({ startedAt }) => Number(startedAt.slice(8, 10)))).toEqual([5, 3, 2, 2, 1])
      expect(new Set(seen.map(({ id }) => id)).size).toBe(5)
    })

    it('leaves out a call whose place another has taken', async () => {
      const subject = makeSubject()
      const business = await subject.makeBusiness()
      for (const day of [1, 2]) await subject.apply(business, facts({ startedAt: startOf(day) }))
      const [kept, superseded] = (await subject.log.list(business, { limit: 10 })).items
      await subject.supersede(superseded!.id)
      expect((await subject.log.list(business, { limit: 10 })).items).toEqual([kept])
      expect(await subject.log.get(business, superseded!.id)).toBeUndefined()
      const stats = await subject.log.stats(business, { now: startOf(2, 20), timeZone })
      expect(stats.callsLast7Days).toBe(1)
    })

    it('shows a call as the contract writes it', async () => {
      const subject = makeSubject()
      const business = await subject.makeBusiness()
      await subject.apply(business, facts({ summary: 'Asked for a visit.', sentiment: 'Positive' }))
      const { items } = await subject.log.list(business, { limit: 10 })
      expect(callSchema.parse(items[0])).toEqual({
        id: expect.any(String),
        direction: 'inbound',
        from: '+13125550142',
        to: '+18005550100',
        status: 'ended',
        outcome: 'answered',
        disconnectionReason: 'user_hangup',
        startedAt: '2026-01-15T18:00:00.000Z',
        endedAt: '2026-01-15T18:01:01.000Z',
        durationMs: 61_000,
        summary: 'Asked for a visit.',
        sentiment: 'Positive',
        hasTranscript: true,
      })
      expect(items).toHaveLength(1)
    })

    it('gives a call with its words, read from the transcript when the vendor sent no turns', async () => {
      const subject = makeSubject()
      const business = await subject.makeBusiness()
      await subject.apply(business, facts({ transcriptTurns: null }))
      const { items } = await subject.log.list(business, { limit: 1 })
      const detail = await subject.log.get(business, items[0]!.id)
      expect(callDetailSchema.parse(detail)).toEqual({
        ...items[0],
        recordingUrl: 'https://example.com/recording.wav',
        failoverReason: null,
        transcript: [
          { role: 'agent', content: 'Hello', startSeconds: null },
          { role: 'user', content: 'Hi', startSeconds: null },
        ],
      })
    })

    it('merges the events of one call into one call', async () => {
      const subject = makeSubject()
      const business = await subject.makeBusiness()
      const ended = facts()
      const started = { ...ended, status: 'ongoing', outcome: null, endedAt: null, transcript: null } as const
      await subject.apply(business, ended)
      await subject.apply(business, { ...started, transcriptTurns: null })
      const { items } = await subject.log.list(business, { limit: 10 })
      expect(items).toMatchObject([{ status: 'ended', outcome: 'answered', hasTranscript: true }])
    })

    it('starts a call that never connected when its first event came', async () => {
      const subject = makeSubject()
      const business = await subject.makeBusiness()
      await subject.apply(business, facts({ status: 'not_connected', outcome: 'busy', startedAt: null }))
      const { items } = await subject.log.list(business, { limit: 10 })
      expect(items[0]?.startedAt).toBe('2026-01-15T18:00:01.250Z')
    })

    it("keeps another business's calls apart, whichever way they are asked for", async () => {
      const subject = makeSubject()
      const [owner, stranger] = [await subject.makeBusiness(), await subject.makeBusiness()]
      const call = facts()
      await subject.apply(owner, call)
      await subject.apply(stranger, { ...call, status: 'error', outcome: 'failed' })
      const { items } = await subject.log.list(owner, { limit: 10 })
      expect(items).toMatchObject([{ status: 'ended' }])
      expect(await subject.log.list(stranger, { limit: 10 })).toEqual({ items: [], nextCursor: null })
      expect(await subject.log.get(stranger, items[0]!.id)).toBeUndefined()
      expect(await subject.log.get(owner, 'no-such-call')).toBeUndefined()
    })

    it('refuses a cursor that no list gave out', async () => {
      const { log, makeBusiness } = makeSubject()
      const business = await makeBusiness()
      for (const cursor of ['', 'x', btoa('1.2'), '%00'])
        await expect((async () => log.list(business, { limit: 2, cursor }))()).rejects.toThrow(InvalidArgumentError)
    })

    it("counts the days of the business's time zone", async () => {
      const subject = makeSubject()
      const business = await subject.makeBusiness()
      const add = (startedAt: Date, changes: Partial<CallFacts> = {}) =>
        subject.apply(business, facts({ startedAt, ...changes }))
      await add(new Date('2026-01-15T05:59:00Z'))
      await add(new Date('2026-01-15T06:01:00Z'))
      await add(new Date('2026-01-15T18:00:00Z'), { status: 'ongoing', outcome: null })
      await add(new Date('2026-01-10T18:00:00Z'), { outcome: 'transferred' })
      await add(new Date('2026-01-09T18:00:00Z'), { status: 'not_connected', outcome: 'no_answer' })
      await add(new Date('2026-01-08T18:00:00Z'), { outcome: 'failed' })
      await add(new Date('2025-12-01T18:00:00Z'))
      const stats = await subject.log.stats(business, { now: new Date('2026-01-15T20:00:00Z'), timeZone })
      expect(stats).toMatchObject({ callsToday: 2, callsLast7Days: 5, answeredShare: 0.75, liveCalls: 1 })
      expect(stats.days).toHaveLength(14)
      expect(stats.days.slice(-8)).toEqual([
        { date: '2026-01-08', calls: 1 },
        { date: '2026-01-09', calls: 1 },
        { date: '2026-01-10', calls: 1 },
        { date: '2026-01-11', calls: 0 },
        { date: '2026-01-12', calls: 0 },
        { date: '2026-01-13', calls: 0 },
        { date: '2026-01-14', calls: 1 },
        { date: '2026-01-15', calls: 2 },
      ])
    })

    it('says nothing about the share of answered calls when there were none', async () => {
      const { log, makeBusiness } = makeSubject()
      const stats = await log.stats(await makeBusiness(), { now: startOf(15), timeZone })
      expect(stats).toMatchObject({ callsToday: 0, callsLast7Days: 0, answeredShare: null, liveCalls: 0 })
    })
  })
}
