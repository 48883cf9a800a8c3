import { describe, expect, it } from 'vitest'

import { addDays, startOfLocalDay, toLocalDay } from './calendar-days.ts'

describe('startOfLocalDay', () => {
  it.each([
    ['2026-01-15', 'America/Chicago', '2026-01-15T06:00:00.000Z'],
    ['2026-07-15', 'America/Chicago', '2026-07-15T05:00:00.000Z'],
    ['2026-03-08', 'America/Chicago', '2026-03-08T06:00:00.000Z'],
    ['2026-01-15', 'Pacific/Kiritimati', '2026-01-14T10:00:00.000Z'],
    ['2026-01-15', 'Asia/Kathmandu', '2026-01-14T18:15:00.000Z'],
    ['2026-01-15', 'UTC', '2026-01-15T00:00:00.000Z'],
  ])('%s in %s begins at %s', (day, timeZone, expected) => {
    const start = startOfLocalDay(day, timeZone)
    expect(start.toISOString()).toBe(expected)
    expect(toLocalDay(new Date(start.getTime() - 1), timeZone)).toBe(addDays(day, -1))
  })
})
