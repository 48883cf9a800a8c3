import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { BookingTerms } from './booking-terms.ts'
import { decideSlot } from './decide-slot.ts'
import { type BusySpan, listOpenSlots, nearestSlots, type SlotQuestion, toTaken } from './list-open-slots.ts'
import { nextOpening, openSpanAt, openSpansOn } from './open-spans.ts'
import { toLocalTime } from './zoned-time.ts'

const termsWith = (changes: Partial<BookingTerms> = {}): BookingTerms => ({
  timeZone: 'America/Chicago',
  hours: null,
  rules: null,
  services: [],
  ...changes,
})
const question = (changes: Partial<SlotQuestion> = {}): SlotQuestion => ({
  terms: termsWith(),
  booked: [],
  // A Thursday, 6 o'clock in Chicago.
  now: new Date('2026-01-15T12:00:00Z'),
  service: null,
  ...changes,
})
const startsOf = (asked: SlotQuestion, from: string, to: string, limit = 100) =>
  listOpenSlots(asked, { from: new Date(from), to: new Date(to), limit }).map(({ startsAt }) => startsAt.toISOString())
const busy = (from: string, to: string): BusySpan => ({ startsAt: new Date(from), busyUntil: new Date(to) })
const sundayAtNight = { sunday: [{ opens: '00:00', closes: '04:00' }] }

describe('listOpenSlots', () => {
  it('offers every half hour that leaves room before closing', () => {
    const starts = startsOf(question(), '2026-01-15T00:00Z', '2026-01-16T00:00Z')
    expect(starts).toHaveLength(15)
    expect([starts[0], starts.at(-1)]).toEqual(['2026-01-15T15:00:00.000Z', '2026-01-15T22:00:00.000Z'])
  })

  it('leaves out what is booked, with the pause on both sides', () => {
    const asked = question({
      terms: termsWith({ rules: { bufferMinutes: 30 } }),
      booked: [busy('2026-01-15T18:00Z', '2026-01-15T19:30Z')],
    })
    const starts = startsOf(asked, '2026-01-15T16:00Z', '2026-01-15T21:00Z')
    expect(starts.map((start) => start.slice(11, 16))).toEqual(['16:00', '16:30', '19:30', '20:00', '20:30'])
  })

  it('keeps notice, horizon and closed days', () => {
    const rules = { noticeMinutes: 24 * 60, horizonDays: 5, closedDates: ['2026-01-16'] }
    const starts = startsOf(question({ terms: termsWith({ rules }) }), '2026-01-01T00:00Z', '2026-03-01T00:00Z')
    expect([starts[0], starts.at(-1)]).toEqual(['2026-01-19T15:00:00.000Z', '2026-01-19T22:00:00.000Z'])
  })

  it('takes the length of the service', () => {
    const terms = termsWith({ services: ['Survey'], rules: { serviceMinutes: { Survey: 240 } } })
    const starts = startsOf(question({ terms, service: 'Survey' }), '2026-01-15T00:00Z', '2026-01-16T00:00Z')
    expect(starts.at(-1)).toBe('2026-01-15T19:00:00.000Z')
  })

  it('has an hour less when summer time begins and an hour more when it ends', () => {
    const asked = (now: string) => question({ terms: termsWith({ hours: sundayAtNight }), now: new Date(now) })
    expect(startsOf(asked('2026-03-07T12:00Z'), '2026-03-08T00:00Z', '2026-03-09T00:00Z')).toHaveLength(5)
    expect(startsOf(asked('2026-10-31T12:00Z'), '2026-11-01T00:00Z', '2026-11-02T00:00Z')).toHaveLength(9)
  })

  it('opens at the change when the opening time is skipped', () => {
    const hours = { sunday: [{ opens: '02:30', closes: '05:00' }] }
    const [span] = openSpansOn('2026-03-08', termsWith({ hours }))
    expect(span?.startsAt.toISOString()).toBe('2026-03-08T08:00:00.000Z')
    expect(openSpansOn('2026-03-08', termsWith({ hours: { sunday: [{ opens: '02:10', closes: '02:50' }] } }))).toEqual(
      [],
    )
  })

  it('never shows a wall clock time outside the hours, on any day of two changes', () => {
    const hours = { sunday: [{ opens: '01:15', closes: '02:45' }], saturday: [{ opens: '22:00', closes: '23:30' }] }
    for (const date of ['2026-03-08', '2026-11-01', '2026-10-31'])
      for (const { startsAt, endsAt } of openSpansOn(date, termsWith({ hours })))
        for (let timeMs = startsAt.getTime(); timeMs < endsAt.getTime(); timeMs += 60_000) {
          const { minuteOfDay } = toLocalTime(new Date(timeMs), 'America/Chicago')
          const isShown = (minuteOfDay >= 75 && minuteOfDay < 165) || (minuteOfDay >= 1_320 && minuteOfDay < 1_410)
          expect(isShown).toBe(true)
        }
  })
})

describe('decideSlot', () => {
  const codeAt = (startsAt: string, changes: Partial<SlotQuestion> = {}) => {
    const decision = decideSlot(question(changes), new Date(startsAt))
    return decision.ok ? 'ok' : decision.code
  }

  it('names why a time cannot be booked', () => {
    expect(codeAt('2026-01-15T15:00Z')).toBe('ok')
    expect(codeAt('2026-01-15T15:07Z')).toBe('ok')
    expect(codeAt('2026-01-15T12:30Z')).toBe('too_soon')
    expect(codeAt('2026-06-15T15:00Z')).toBe('too_far_ahead')
    expect(codeAt('2026-01-17T15:00Z')).toBe('closed_then')
    expect(codeAt('2026-01-15T22:30Z')).toBe('outside_hours')
    expect(codeAt('2026-01-15T15:30Z', { booked: [busy('2026-01-15T15:00Z', '2026-01-15T16:00Z')] })).toBe('slot_taken')
  })

  it('accepts an appointment that begins as another ends', () => {
    const booked = [busy('2026-01-15T15:00Z', '2026-01-15T16:00Z')]
    expect(codeAt('2026-01-15T16:00Z', { booked })).toBe('ok')
  })
})

describe('nearestSlots', () => {
  it('gives the nearest times on both sides, the earliest first', () => {
    const booked = [busy('2026-01-15T18:00Z', '2026-01-15T19:00Z')]
    const near = nearestSlots(question({ booked }), new Date('2026-01-15T18:00Z'))
    expect(near.map(({ startsAt }) => startsAt.toISOString().slice(11, 16))).toEqual(['16:30', '17:00', '19:00'])
  })

  it('gives the next times when nothing is near', () => {
    const near = nearestSlots(question(), new Date('2030-01-01T00:00Z'))
    expect(near[0]?.startsAt.toISOString()).toBe('2026-01-15T15:00:00.000Z')
  })
})

describe('opening', () => {
  it('tells the span that is open and the next opening', () => {
    expect(openSpanAt(new Date('2026-01-15T15:00Z'), termsWith())?.endsAt.toISOString()).toBe(
      '2026-01-15T23:00:00.000Z',
    )
    expect(openSpanAt(new Date('2026-01-15T23:00Z'), termsWith())).toBeUndefined()
    expect(nextOpening(new Date('2026-01-16T23:00Z'), termsWith())?.toISOString()).toBe('2026-01-19T15:00:00.000Z')
    expect(nextOpening(new Date('2026-01-16T23:00Z'), termsWith({ hours: {} }))).toBeUndefined()
  })
})

describe('any booking that was accepted', () => {
  const zone = fc.constantFrom('America/Chicago', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu')
  const day = fc.record({
    opens: fc.constantFrom('00:00', '01:30', '08:15'),
    closes: fc.constantFrom('02:30', '17:45'),
  })
  const termsOfAny = fc
    .record({
      timeZone: zone,
      spans: fc.array(day, { minLength: 7, maxLength: 7 }),
      durationMinutes: fc.integer({ min: 5, max: 180 }),
      bufferMinutes: fc.integer({ min: 0, max: 60 }),
    })
    .map(({ timeZone, spans, durationMinutes, bufferMinutes }) => {
      const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
      const open = spans.map((span) => (span.opens < span.closes ? [span] : []))
      const hours = Object.fromEntries(weekdays.map((name, index) => [name, open[index] ?? []]))
      return termsWith({ timeZone, hours, rules: { durationMinutes, bufferMinutes, noticeMinutes: 0 } })
    })
  // Around the end of summer time in the north and its beginning in the south.
  const start = fc.integer({ min: Date.UTC(2026, 9, 2) / 60_000, max: Date.UTC(2026, 10, 3) / 60_000 })

  it('overlaps no other and lies in the hours', () => {
    fc.assert(
      fc.property(termsOfAny, fc.array(start, { maxLength: 60 }), (terms, starts) => {
        const asked = { terms, service: null, now: new Date('2026-10-01T00:00Z') }
        const booked: BusySpan[] = []
        for (const minute of starts) {
          const decision = decideSlot({ ...asked, booked }, new Date(minute * 60_000))
          if (!decision.ok) continue
          const taken = toTaken(decision.startsAt, asked)
          expect(openSpanAt(taken.startsAt, terms)?.endsAt.getTime()).toBeGreaterThanOrEqual(taken.endsAt.getTime())
          for (const other of booked)
            expect(taken.busyUntil <= other.startsAt || other.busyUntil <= taken.startsAt).toBe(true)
          booked.push(taken)
        }
        const offered = listOpenSlots({ ...asked, booked }, { from: asked.now, to: new Date('2026-11-05'), limit: 30 })
        for (const { startsAt } of offered) expect(decideSlot({ ...asked, booked }, startsAt).ok).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
