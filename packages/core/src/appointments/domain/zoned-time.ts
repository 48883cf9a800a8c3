/** What a clock on the wall shows. */
export interface LocalTime {
  /** `YYYY-MM-DD`. */
  readonly date: string
  /** Minutes since 00:00. */
  readonly minuteOfDay: number
}

const minuteMs = 60_000
const dayMs = 86_400_000

/** Making one costs a hundred times as much as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formatters.set(timeZone, made)
  return made
}

/** What the wall clock shows at the moment, read as if it were UTC: to the minute, in milliseconds. */
function toWallMs(timeMs: number, timeZone: string): number {
  const part: Record<string, number> = {}
  for (const { type, value } of formatterOf(timeZone).formatToParts(timeMs)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute)
}

function toOffsetMs(timeMs: number, timeZone: string): number {
  return toWallMs(timeMs, timeZone) - Math.floor(timeMs / minuteMs) * minuteMs
}

function toWantedMs({ date, minuteOfDay }: LocalTime): number {
  return Date.parse(`${date}T00:00:00Z`) + minuteOfDay * minuteMs
}

/** What a clock in the time zone shows at the moment. */
export function toLocalTime(moment: Date, timeZone: string): LocalTime {
  const wall = new Date(toWallMs(moment.getTime(), timeZone))
  return { date: wall.toISOString().slice(0, 10), minuteOfDay: wall.getUTCHours() * 60 + wall.getUTCMinutes() }
}

/** The wall clock's time in ISO 8601, with the zone's offset: `2026-01-15T10:00-06:00`. */
export function toLocalIso(moment: Date, timeZone: string): string {
  const wall = new Date(toWallMs(moment.getTime(), timeZone)).toISOString().slice(0, 16)
  const offsetMinutes = toOffsetMs(moment.getTime(), timeZone) / minuteMs
  const digits = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const size = Math.abs(offsetMinutes)
  return `${wall}${offsetMinutes < 0 ? '-' : '+'}${digits(size / 60)}:${digits(size % 60)}`
}

/**
 * The moments at which a clock in the time zone shows this time, the earliest first: none in the hour that is skipped
 * in spring, two in the hour that comes twice in autumn.
 */
export function toInstants(local: LocalTime, timeZone: string): readonly Date[] {
  const wallMs = toWantedMs(local)
  return offsetsAround(wallMs, timeZone)
    .map((offsetMs) => wallMs - offsetMs)
    .filter((timeMs) => toWallMs(timeMs, timeZone) === wallMs)
    .sort((one, other) => one - other)
    .map((timeMs) => new Date(timeMs))
}

/** The first moment at which a clock shows this time or a later one: for a skipped time, the moment of the change. */
export function toFirstInstant(local: LocalTime, timeZone: string): Date {
  const [first] = toInstants(local, timeZone)
  if (first !== undefined) return first
  const wallMs = toWantedMs(local)
  const around = offsetsAround(wallMs, timeZone)
  let before = wallMs - Math.max(...around)
  let after = wallMs - Math.min(...around)
  while (after - before > minuteMs) {
    const middle = before + Math.floor((after - before) / 2 / minuteMs) * minuteMs
    if (toWallMs(middle, timeZone) < wallMs) before = middle
    else after = middle
  }
  return new Date(after)
}

/** The zone's distances from UTC a day before and a day after: they differ when the clocks change in between. */
function offsetsAround(wallMs: number, timeZone: string): readonly number[] {
  return [...new Set([toOffsetMs(wallMs - dayMs, timeZone), toOffsetMs(wallMs + dayMs, timeZone)])]
}

/** `YYYY-MM-DD` of so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

const written = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i

/**
 * Reads ISO 8601 to the minute. Without an offset it is a time of the zone's wall clock; of a time that comes twice,
 * the first. Undefined for anything else, for a day that does not exist, and for a time that the change to summer
 * time skips.
 */
export function parseWantedTime(text: string, timeZone: string): Date | undefined {
  const [, date = '', hour, minute, offset] = written.exec(text.trim()) ?? []
  if (!isDay(date)) return undefined
  const local = { date, minuteOfDay: Number(hour) * 60 + Number(minute) }
  if (offset === undefined) return toInstants(local, timeZone)[0]
  const sign = offset.startsWith('-') ? -1 : 1
  const digits = offset.replace(/\D/g, '')
  const offsetMinutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return new Date(toWantedMs(local) - sign * offsetMinutes * minuteMs)
}

function isDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}
