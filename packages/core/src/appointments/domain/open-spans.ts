import { type BookingTerms, defaultHours, toRules } from './booking-terms.ts'
import { addDays, toFirstInstant, toInstants, toLocalTime } from './zoned-time.ts'

/** From the first moment up to, and without, the second. */
export interface Span {
  readonly startsAt: Date
  readonly endsAt: Date
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

/**
 * When the business is open on a day, the earliest first; empty on a closed day.
 *
 * On a day on which the clocks change nothing is open that the wall clock does not show as open: an hour that comes
 * twice counts from its second time on, or until its first.
 */
export function openSpansOn(date: string, terms: BookingTerms): readonly Span[] {
  if (toRules(terms).closedDates.includes(date)) return []
  const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sunday'
  const day = (terms.hours ?? defaultHours)[weekday] ?? []
  return day
    .map(({ opens, closes }) => toSpan(terms.timeZone, { date, opens, closes }))
    .filter(({ startsAt, endsAt }) => startsAt < endsAt)
    .sort((one, other) => one.startsAt.getTime() - other.startsAt.getTime())
}

function toSpan(
  timeZone: string,
  { date, opens, closes }: { readonly date: string; readonly opens: string; readonly closes: string },
): Span {
  const opening = { date, minuteOfDay: toMinutes(opens) }
  const closing = { date, minuteOfDay: toMinutes(closes) }
  const startsAt = toInstants(opening, timeZone).at(-1) ?? toFirstInstant(opening, timeZone)
  const ends = toInstants(closing, timeZone)
  const endsAt = ends.find((end) => end > startsAt) ?? ends[0] ?? toFirstInstant(closing, timeZone)
  return { startsAt, endsAt }
}

function toMinutes(timeOfDay: string): number {
  const [hours, minutes] = timeOfDay.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** The opening span that the moment falls in; undefined when the business is closed then. */
export function openSpanAt(moment: Date, terms: BookingTerms): Span | undefined {
  const { date } = toLocalTime(moment, terms.timeZone)
  return openSpansOn(date, terms).find(({ startsAt, endsAt }) => startsAt <= moment && moment < endsAt)
}

/** When the business opens next, after the moment; undefined when it does not within so many days. */
export function nextOpening(moment: Date, terms: BookingTerms, withinDays = 31): Date | undefined {
  const { date } = toLocalTime(moment, terms.timeZone)
  for (let days = 0; days <= withinDays; days += 1) {
    const span = openSpansOn(addDays(date, days), terms).find(({ startsAt }) => startsAt > moment)
    if (span !== undefined) return span.startsAt
  }
  return undefined
}
