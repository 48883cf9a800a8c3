import { describe, expect, it } from 'vitest'

import { endOfDate, startOfDate } from './zone-date.ts'

describe('startOfDate and endOfDate', () => {
  it.each([
    ['2026-03-02', 'America/Chicago', '2026-03-02T06:00:00.000Z', '2026-03-03T06:00:00.000Z'],
    ['2026-03-08', 'America/Chicago', '2026-03-08T06:00:00.000Z', '2026-03-09T05:00:00.000Z'],
    ['2026-11-01', 'America/Chicago', '2026-11-01T05:00:00.000Z', '2026-11-02T06:00:00.000Z'],
    ['2026-12-31', 'Asia/Tokyo', '2026-12-30T15:00:00.000Z', '2026-12-31T15:00:00.000Z'],
  ])('takes %s in %s for a day of its own clock, however long', (date, timeZone, start, end) => {
    expect(startOfDate(date, timeZone)?.toISOString()).toBe(start)
    expect(endOfDate(date, timeZone)?.toISOString()).toBe(end)
  })

  it('knows what is no date', () => {
    expect([startOfDate('soon', 'UTC'), endOfDate('2026-13-40', 'UTC')]).toEqual([undefined, undefined])
  })
})
