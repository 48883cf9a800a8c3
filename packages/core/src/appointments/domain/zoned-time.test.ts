import { describe, expect, it } from 'vitest'

import { parseWantedTime, toFirstInstant, toInstants, toLocalIso, toLocalTime } from './zoned-time.ts'

const chicago = 'America/Chicago'
const isoOf = (moments: readonly Date[]) => moments.map((moment) => moment.toISOString())
const at = (date: string, hour: number, minute = 0) => ({ date, minuteOfDay: hour * 60 + minute })

describe('zoned time', () => {
  it('gives a wall clock time its one moment, in winter and in summer', () => {
    expect(isoOf(toInstants(at('2026-01-15', 9), chicago))).toEqual(['2026-01-15T15:00:00.000Z'])
    expect(isoOf(toInstants(at('2026-07-15', 9), chicago))).toEqual(['2026-07-15T14:00:00.000Z'])
  })

  it('gives a skipped time no moment, and the change as the first one after it', () => {
    expect(toInstants(at('2026-03-08', 2, 30), chicago)).toEqual([])
    expect(toFirstInstant(at('2026-03-08', 2, 30), chicago).toISOString()).toBe('2026-03-08T08:00:00.000Z')
  })

  it('gives a time that comes twice both moments', () => {
    expect(isoOf(toInstants(at('2026-11-01', 1, 30), chicago))).toEqual([
      '2026-11-01T06:30:00.000Z',
      '2026-11-01T07:30:00.000Z',
    ])
  })

  it('knows changes of half an hour and offsets of 45 minutes', () => {
    expect(toInstants(at('2026-10-04', 2, 15), 'Australia/Lord_Howe')).toEqual([])
    expect(isoOf(toInstants(at('2026-01-15', 9), 'Asia/Kathmandu'))).toEqual(['2026-01-15T03:15:00.000Z'])
  })

  it('comes back from every hour of a year of two changes', () => {
    for (let timeMs = Date.UTC(2026, 0, 1); timeMs < Date.UTC(2027, 0, 1); timeMs += 3_600_000) {
      const moments = toInstants(toLocalTime(new Date(timeMs), chicago), chicago)
      expect(moments.map((moment) => moment.getTime())).toContain(timeMs)
    }
  })

  it('writes times that it reads again', () => {
    const moment = new Date('2026-11-01T07:30:00Z')
    expect(toLocalIso(moment, chicago)).toBe('2026-11-01T01:30-06:00')
    expect(toLocalIso(moment, 'Asia/Kathmandu')).toBe('2026-11-01T13:15+05:45')
    expect(parseWantedTime(toLocalIso(moment, chicago), chicago)).toEqual(moment)
  })

  it.each([
    ['2026-01-15T09:00', '2026-01-15T15:00:00.000Z'],
    ['2026-01-15 09:00:00', '2026-01-15T15:00:00.000Z'],
    ['2026-01-15T09:00-05:00', '2026-01-15T14:00:00.000Z'],
    ['2026-01-15T09:00:00.000Z', '2026-01-15T09:00:00.000Z'],
    ['2026-01-15T09:00+0530', '2026-01-15T03:30:00.000Z'],
    ['2026-11-01T01:30', '2026-11-01T06:30:00.000Z'],
  ])('reads %s in Chicago as %s', (text, moment) => {
    expect(parseWantedTime(text, chicago)?.toISOString()).toBe(moment)
  })

  it.each([
    '',
    'Thursday',
    '2026-02-30T09:00',
    '2026-13-01T09:00',
    '2026-01-15',
    '2026-01-15T24:00',
    '2026-03-08T02:30',
  ])('does not read "%s"', (text) => {
    expect(parseWantedTime(text, chicago)).toBeUndefined()
  })
})
