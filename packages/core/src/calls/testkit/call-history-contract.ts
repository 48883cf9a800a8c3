import { describe, expect, it } from 'vitest'

import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { CallHistory, CallOutcome, HistoryCall } from '../ports/call-history.ts'

/** A call as the test wants it to have been. */
export type PastCall = Omit<HistoryCall, 'id' | 'isWithinHours'>

export interface CallHistorySubject {
  readonly history: CallHistory
  makeBusiness(): Promise<BusinessId>
  /** Keeps a call that was. */
  add(business: BusinessId, call: PastCall): Promise<void>
}

const timeZone = 'America/Chicago'
const closedCalendar = { timeZone, hours: null }
/** Thursday 15 January 2026 is the day that the tests speak of. */
const calendar = { timeZone, hours: { thursday: [{ opens: '08:30', closes: '17:00' }] } }
const window = { from: new Date('2026-01-01T06:00:00Z'), to: new Date('2026-02-01T06:00:00Z') }
const turns = [
  { role: 'agent', content: 'Hello', startSeconds: 0.5 },
  { role: 'user', content: 'I need a visit.', startSeconds: 2 },
] as const

function call(startedAt: string, outcome: CallOutcome = 'answered', changes: Partial<PastCall> = {}): PastCall {
  const durationMs = 61_000
  const person = '+13125550142'
  return { direction: 'inbound', person, outcome, startedAt: new Date(startedAt), durationMs, turns, ...changes }
}

/** What every {@link CallHistory} does. */
export function callHistoryContract({
  name,
  makeSubject,
}: {
  name: string
  makeSubject: () => CallHistorySubject
}): void {
  async function makeHistory(calls: readonly PastCall[]) {
    const subject = makeSubject()
    const business = await subject.makeBusiness()
    for (const past of calls) await subject.add(business, past)
    return { ...subject, business }
  }

  describe(`CallHistory: ${name}`, () => {
    it('reads calls with their words, the newest first, and the person at the other end', async () => {
      const outbound = call('2026-01-15T19:00:00Z', 'no_answer', { direction: 'outbound', turns: [], durationMs: null })
      const { history, business } = await makeHistory([call('2026-01-15T18:00:00Z'), outbound])
      expect(await history.read(business, window, { ...closedCalendar, limit: 10 })).toEqual([
        { ...outbound, id: expect.any(String), isWithinHours: null },
        { ...call('2026-01-15T18:00:00Z'), id: expect.any(String), isWithinHours: null },
      ])
    })

    it('reads no more calls than asked for, and none outside the window', async () => {
      const days = ['2025-12-31', '2026-01-02', '2026-01-03', '2026-01-04', '2026-02-01']
      const { history, business } = await makeHistory(days.map((day) => call(`${day}T12:00:00Z`)))
      const read = await history.read(business, window, { ...closedCalendar, limit: 2 })
      expect(read.map(({ startedAt }) => startedAt.toISOString().slice(0, 10))).toEqual(['2026-01-04', '2026-01-03'])
      const counts = await history.count(business, window, closedCalendar)
      expect(counts.reduce((total, { calls }) => total + calls, 0)).toBe(3)
    })

    it("counts by day, hour, direction and end, in the business's time zone", async () => {
      const missed = { turns: [], durationMs: null }
      const { history, business } = await makeHistory([
        call('2026-01-15T05:30:00Z'),
        call('2026-01-15T18:05:00Z'),
        call('2026-01-15T18:55:00Z'),
        call('2026-01-15T18:30:00Z', 'no_answer', missed),
      ])
      const counts = await history.count(business, window, closedCalendar)
      const group = { direction: 'inbound', isWithinHours: null }
      expect(counts).toHaveLength(3)
      expect(counts).toEqual(
        expect.arrayContaining([
          { ...group, day: '2026-01-14', hour: 23, outcome: 'answered', calls: 1, transcribed: 1 },
          { ...group, day: '2026-01-15', hour: 12, outcome: 'answered', calls: 2, transcribed: 2 },
          { ...group, day: '2026-01-15', hour: 12, outcome: 'no_answer', calls: 1, transcribed: 0 },
        ]),
      )
    })

    it.each([
      ['2026-01-15T14:29:00Z', false],
      ['2026-01-15T14:30:00Z', true],
      ['2026-01-15T22:59:00Z', true],
      ['2026-01-15T23:00:00Z', false],
      ['2026-01-16T18:00:00Z', false],
    ])('says of a call at %s whether the business was open: %s', async (startedAt, isWithinHours) => {
      const { history, business } = await makeHistory([call(startedAt)])
      expect(await history.read(business, window, { ...calendar, limit: 1 })).toMatchObject([{ isWithinHours }])
      expect(await history.count(business, window, calendar)).toMatchObject([{ isWithinHours, calls: 1 }])
    })

    it("keeps another business's calls apart", async () => {
      const { history, makeBusiness } = await makeHistory([call('2026-01-15T18:00:00Z')])
      const stranger = await makeBusiness()
      expect(await history.read(stranger, window, { ...closedCalendar, limit: 10 })).toEqual([])
      expect(await history.count(stranger, window, closedCalendar)).toEqual([])
    })
  })
}
