const dayMs = 86_400_000

/** The instant at which the calendar date (`2026-11-22`) begins in the zone; undefined for what is no date. */
export function startOfDate(date: string, timeZone: string): Date | undefined {
  const midnightUtcMs = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(midnightUtcMs)) return undefined
  // The offset may differ between the two instants on a day of changing clocks: the second look is right.
  const guessMs = midnightUtcMs - offsetMs(midnightUtcMs, timeZone)
  return new Date(midnightUtcMs - offsetMs(guessMs, timeZone))
}

/** The instant at which the next date begins. */
export function endOfDate(date: string, timeZone: string): Date | undefined {
  const midnightUtcMs = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(midnightUtcMs)) return undefined
  return startOfDate(new Date(midnightUtcMs + dayMs).toISOString().slice(0, 10), timeZone)
}

/** How far the zone's clock is ahead of UTC at the instant. */
function offsetMs(instantMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const parts = new Map(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]))
  const partOf = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0
  const wallMs = Date.UTC(
    partOf('year'),
    partOf('month') - 1,
    partOf('day'),
    partOf('hour'),
    partOf('minute'),
    partOf('second'),
  )
  return wallMs - instantMs
}
