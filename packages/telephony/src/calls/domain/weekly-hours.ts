import type { BusinessCalendar } from '@cloudgreet/core'

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

/** A moment as the clock on the business's wall shows it. */
export interface LocalTime {
  /** `YYYY-MM-DD` */
  readonly day: string
  readonly hour: number
  /** `HH:MM` */
  readonly time: string
}

export function toLocalTime(moment: Date, timeZone: string): LocalTime {
  // The Swedish form is the ISO one: `2026-01-15 18:00`.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const [day = '', time = ''] = format.format(moment).split(' ')
  return { day, hour: Number(time.slice(0, 2)), time }
}

/** Whether the business was open; null when it never said when it is. */
export function isWithinHours(moment: Date, { hours, timeZone }: BusinessCalendar): boolean | null {
  if (hours === null) return null
  const { day, time } = toLocalTime(moment, timeZone)
  const weekday = weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'sunday'
  return (hours[weekday] ?? []).some(({ opens, closes }) => time >= opens && time < closes)
}
