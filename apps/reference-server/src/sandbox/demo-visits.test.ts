import { describe, expect, it } from 'vitest'

import { demoVisits } from './demo-visits.ts'
import { toRetellCall } from './demo-webhooks.ts'

const dayMs = 86_400_000
/** Every hour of a fortnight, over the change to winter time. */
const moments = Array.from({ length: 14 * 24 }, (_, hour) => new Date(Date.UTC(2026, 9, 25, hour)))

const chicago = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Chicago',
  weekday: 'short',
  hour: 'numeric',
  hourCycle: 'h23',
})
const placeOf = (at: Date) => Object.fromEntries(chicago.formatToParts(at).map(({ type, value }) => [type, value]))

describe('demoVisits', () => {
  it('tells of the past only, whenever the sandbox starts', () => {
    for (const now of moments) {
      const visits = demoVisits(now)
      expect(visits.length).toBeGreaterThan(20)
      for (const { startedAt, endedAt } of visits) expect(startedAt < endedAt && endedAt < now).toBe(true)
      expect(visits.every(({ startedAt }) => now.getTime() - startedAt.getTime() < 14 * dayMs)).toBe(true)
    }
  })

  it('books inside office hours of working days, and never twice at once', () => {
    for (const now of moments) {
      const booked = demoVisits(now).flatMap(({ appointment }) => appointment ?? [])
      expect(booked.length).toBeGreaterThan(5)
      expect(booked.some(({ startsAt }) => startsAt > now)).toBe(true)
      for (const { startsAt, endsAt } of booked) {
        expect(placeOf(startsAt)['weekday']).not.toMatch(/Sat|Sun/)
        expect(Number(placeOf(startsAt)['hour'])).toBeGreaterThanOrEqual(8)
        expect(Number(placeOf(endsAt)['hour'])).toBeLessThanOrEqual(17)
      }
      expect(new Set(booked.map(({ startsAt }) => startsAt.getTime())).size).toBe(booked.length)
    }
  })

  it('lets nothing come of a call that nobody answered', () => {
    const missed = demoVisits(new Date('2026-01-15T12:00:00Z')).filter(({ talk }) => talk === undefined)
    expect(missed.length).toBeGreaterThan(0)
    for (const visit of missed) {
      expect([visit.text, visit.appointment]).toEqual([undefined, undefined])
      const { call } = toRetellCall({ agentId: 'agent', number: '+18335550100', caller: visit.caller, visit })
      expect(call).toMatchObject({ call_status: 'not_connected', disconnection_reason: 'dial_no_answer' })
      for (const part of ['transcript', 'duration_ms', 'start_timestamp', 'call_analysis'])
        expect(call).not.toHaveProperty(part)
    }
  })

  it('knows each caller by one number', () => {
    const names = new Map(
      demoVisits(new Date('2026-01-15T12:00:00Z')).map(({ caller, callerName }) => [caller, callerName]),
    )
    expect(new Set(names.values()).size).toBe(names.size)
  })
})
