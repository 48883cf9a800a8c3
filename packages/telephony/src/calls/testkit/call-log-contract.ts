import { type BusinessId, InvalidArgumentError } from '@cloudgreet/core'
import { callDetailSchema, callSchema, callSummarySchema } from '@cloudgreet/core/contract'
import { describe, expect, it } from 'vitest'

import type { CallFacts } from '../domain/call-facts.ts'
import type { CallFilter, CallLog } from '../ports/call-log.ts'
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
        success: true,
        disconnectionReason: 'user_hangup',
        neverConnected: false,
        startedAt: '2026-01-15T18:00:00.000Z',
        endedAt: '2026-01-15T18:01:01.000Z',
        durationMs: 61_000,
        transfer: null,
        recording: { state: 'available', url: 'https://example.com/recording.wav', expiresAt: null },
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
        explanation: { text: 'The other side hung up.', advice: null },
        failoverReason: null,
        recordingVariants: [],
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

    it('lists only the calls that the filter asks for, page by page', async () => {
      const subject = makeSubject()
      const business = await subject.makeBusiness()
      const add = (day: number, changes: Partial<CallFacts>) =>
        subject.apply(business, facts({ startedAt: startOf(day), firstSeenAt: startOf(day), ...changes }))
      await add(1, { outcome: 'answered' })
      await add(2, { outcome: 'failed', direction: 'outbound' })
      await add(3, { outcome: 'busy', status: 'not_connected', startedAt: null, durationMs: null })
      await add(4, { outcome: 'answered' })
      await add(5, { outcome: 'failed', status: 'error', startedAt: null, durationMs: null })
      const daysOf = async (filter: CallFilter) => {
        const first = await subject.log.list(business, { ...filter, limit: 1 })
        const rest = await subject.log.list(business, { ...filter, limit: 9, cursor: first.nextCursor ?? undefined })
        const items = first.nextCursor === null ? first.items : [...first.items, ...rest.items]
        return items.map(({ startedAt }) => Number(startedAt.slice(8, 10)))
      }
      expect(await daysOf({})).toEqual([5, 4, 3, 2, 1])
      expect(await daysOf({ outcome: 'answered' })).toEqual([4, 1])
      expect(await daysOf({ direction: 'outbound' })).toEqual([2])
      expect(await daysOf({ connected: false })).toEqual([5, 3])
      expect(await daysOf({ connected: true })).toEqual([4, 2, 1])
      expect(await daysOf({ from: startOf(2), to: startOf(4) })).toEqual([3, 2])
      expect(await daysOf({ outcome: 'failed', connected: false })).toEqual([5])
    })

    it('says of a call that never connected that it never did, and what to do', async () => {
      const subject = makeSubject()
      const business = await subject.makeBusiness()
      const silent = { transcript: null, transcriptTurns: null, recordingUrl: null, startedAt: null, durationMs: null }
      await subject.apply(business, facts({ ...silent, outcome: 'failed', disconnectionReason: 'no_valid_payment' }))
      const { items } = await subject.log.list(business, { limit: 1 })
      expect(callSchema.parse(items[0])).toMatchObject({
        neverConnected: true,
        success: false,
        recording: { state: 'not_stored', url: null },
      })
      expect(callDetailSchema.parse(await subject.log.get(business, items[0]!.id)).explanation).toEqual({
        text: 'The voice provider has no valid payment and refused the call.',
        advice: 'Settle the account with the voice provider; calls fail until then.',
      })
    })

    it('follows putting a call through, in whatever order the events come', async () => {
      const subject = makeSubject()
      const business = await subject.makeBusiness()
      const at = (second: number) => new Date(Date.UTC(2026, 0, 15, 18, 0, second))
      const none = { kind: null, destination: null, startedAt: null, bridgedAt: null, endedAt: null }
      const started = facts({
        transfer: { ...none, state: 'started', kind: 'warm', destination: '+13125550199', startedAt: at(10) },
      })
      const bridged = { ...started, transfer: { ...none, state: 'bridged', bridgedAt: at(20) } } as const
      const ended = { ...started, transfer: { ...none, state: 'ended', endedAt: at(50) } } as const
      for (const event of [ended, started, bridged, started]) await subject.apply(business, event)
      const { items } = await subject.log.list(business, { limit: 1 })
      expect(items[0]?.transfer).toEqual({
        kind: 'warm',
        state: 'ended',
        destination: '+13125550199',
        startedAt: '2026-01-15T18:00:10.000Z',
        bridgedAt: '2026-01-15T18:00:20.000Z',
        endedAt: '2026-01-15T18:00:50.000Z',
      })
    })

    it('knows when the address of a recording has expired, and keeps the one that works longest', async () => {
      const subject = makeSubject()
      const business = await subject.makeBusiness()
      const call = facts()
      const signed = (name: string, recordingExpiresAt: Date) => ({
        ...call,
        recordingUrl: `https://example.com/${name}`,
        recordingExpiresAt,
        scrubbedRecordingUrl: `https://example.com/scrubbed/${name}`,
      })
      await subject.apply(business, signed('a_later', startOf(17)))
      await subject.apply(business, signed('b_earlier', startOf(16)))
      const { items } = await subject.log.list(business, { limit: 1 })
      expect(items[0]?.recording).toEqual({
        state: 'expired',
        url: 'https://example.com/a_later',
        expiresAt: startOf(17).toISOString(),
      })
      const detail = await subject.log.get(business, items[0]!.id)
      expect(detail?.recordingVariants).toEqual([{ kind: 'scrubbed', url: 'https://example.com/scrubbed/a_later' }])
    })

    it('sums up outcomes, success rate and reasons of a period', async () => {
      const subject = makeSubject()
      const business = await subject.makeBusiness()
      const add = (day: number, changes: Partial<CallFacts>) =>
        subject.apply(business, facts({ startedAt: startOf(day), firstSeenAt: startOf(day), ...changes }))
      for (const day of [2, 3, 4]) await add(day, { outcome: 'answered' })
      await add(5, { outcome: 'voicemail', disconnectionReason: 'voicemail_reached' })
      const silent = { startedAt: null, transcript: null, transcriptTurns: null, durationMs: null, recordingUrl: null }
      await add(6, { ...silent, outcome: 'failed', disconnectionReason: 'dial_failed', status: 'not_connected' })
      await add(7, { ...silent, outcome: null, disconnectionReason: null, disconnectionStage: 0, status: 'registered' })
      await add(9, { outcome: 'failed' })
      const summary = await subject.log.summary(business, { from: startOf(2), to: startOf(9) })
      expect(callSummarySchema.parse(summary)).toEqual({
        calls: 6,
        outcomes: { answered: 3, voicemail: 1, failed: 1, no_answer: 0, busy: 0, transferred: 0, other: 0 },
        successes: 3,
        failures: 1,
        successRate: 0.75,
        neverConnected: 1,
        recorded: 4,
        transcribed: 4,
        reasons: [
          { reason: 'user_hangup', outcome: 'answered', calls: 3 },
          { reason: 'dial_failed', outcome: 'failed', calls: 1 },
          { reason: 'voicemail_reached', outcome: 'voicemail', calls: 1 },
        ],
      })
      expect(await subject.log.summary(business, { from: startOf(20) })).toMatchObject({ calls: 0, successRate: null })
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
      expect(stats).toMatchObject({
        callsToday: 2,
        callsLast7Days: 5,
        answeredShare: 0.75,
        successRate: 0.75,
        liveCalls: 1,
      })
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
      expect(stats).toMatchObject({
        callsToday: 0,
        callsLast7Days: 0,
        answeredShare: null,
        successRate: null,
        liveCalls: 0,
      })
    })
  })
}
