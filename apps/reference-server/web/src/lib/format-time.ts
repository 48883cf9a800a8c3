const LOCALE = 'en-US'
const formats = new Map<string, Intl.DateTimeFormat>()

/** Building a format is slow, and a table asks for the same one in each row. */
function formatOf(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name} ${options.timeZone}`
  const kept = formats.get(key)
  if (kept !== undefined) return kept
  const made = new Intl.DateTimeFormat(LOCALE, options)
  formats.set(key, made)
  return made
}

/** `Nov 22, 10:00 AM` in the zone. */
export function formatDateTime(instant: string, timeZone: string): string {
  const options = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZone } as const
  return formatOf('date-time', options).format(new Date(instant))
}

/** `10:00 AM` in the zone. */
export function formatTime(instant: string, timeZone: string): string {
  return formatOf('time', { hour: 'numeric', minute: '2-digit', timeZone }).format(new Date(instant))
}

/** `Mon, Nov 23` in the zone. */
export function formatDay(instant: string, timeZone: string): string {
  return formatOf('day', { weekday: 'short', month: 'short', day: 'numeric', timeZone }).format(new Date(instant))
}

/** A calendar date (`2026-11-22`) as `Nov 22`: it has no zone. */
export function formatDate(date: string): string {
  return formatOf('date', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))
}

/** `America/New_York` as `New York`, for a column header. */
export function zoneName(timeZone: string): string {
  return timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
}

/** `2m 05s`; `–` when it is not known. */
export function formatDuration(durationMs: number | null): string {
  if (durationMs === null) return '–'
  const seconds = Math.round(durationMs / 1_000)
  return `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, '0')}s`
}

/** Place in a call: `0:16`. */
export function formatOffset(seconds: number | null): string {
  if (seconds === null) return ''
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
}
