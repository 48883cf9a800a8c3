import { type BookingTerms, toLengthMinutes, toRules } from './booking-terms.ts'
import { openSpansOn, type Span } from './open-spans.ts'
import { addDays, toLocalTime } from './zoned-time.ts'

/** A time that can be booked. */
export type Slot = Span

/** A booked time with the pause after it. */
export interface BusySpan {
  readonly startsAt: Date
  readonly busyUntil: Date
}

export interface SlotQuestion {
  readonly terms: BookingTerms
  /** What is booked; order does not matter. */
  readonly booked: readonly BusySpan[]
  readonly now: Date
  /** As the business writes it; null for none. */
  readonly service: string | null
}

export interface SlotWindow {
  /** The earliest start. */
  readonly from: Date
  /** Starts come before it. */
  readonly to: Date
  readonly limit: number
}

/** Offered starts are this far apart, in minutes, counted from the opening. */
const stepMinutes = 30
const minuteMs = 60_000
const dayMs = 86_400_000

/** The earliest and the latest start that notice and horizon allow. */
export function toBookableWindow({ terms, now }: Pick<SlotQuestion, 'terms' | 'now'>): { from: Date; to: Date } {
  const { noticeMinutes, horizonDays } = toRules(terms)
  return {
    from: new Date(now.getTime() + noticeMinutes * minuteMs),
    to: new Date(now.getTime() + horizonDays * dayMs),
  }
}

/** The time that an appointment beginning then takes, and until when nothing else may begin. */
export function toTaken(startsAt: Date, { terms, service }: Pick<SlotQuestion, 'terms' | 'service'>) {
  const endsAt = new Date(startsAt.getTime() + toLengthMinutes(terms, service) * minuteMs)
  return { startsAt, endsAt, busyUntil: new Date(endsAt.getTime() + toRules(terms).bufferMinutes * minuteMs) }
}

export function isTaken(taken: BusySpan, booked: readonly BusySpan[]): boolean {
  return booked.some(({ startsAt, busyUntil }) => taken.startsAt < busyUntil && startsAt < taken.busyUntil)
}

/** The times that can be booked, the earliest first: open, free, late enough and not too far ahead. */
export function listOpenSlots(question: SlotQuestion, window: SlotWindow): readonly Slot[] {
  const { terms, booked } = question
  const bookable = toBookableWindow(question)
  const from = window.from > bookable.from ? window.from : bookable.from
  const to = window.to < bookable.to ? window.to : new Date(bookable.to.getTime() + 1)
  const busy = booked.filter(({ busyUntil }) => busyUntil > from)
  const slots: Slot[] = []
  const lastDate = toLocalTime(to, terms.timeZone).date
  for (let { date } = toLocalTime(from, terms.timeZone); date <= lastDate; date = addDays(date, 1))
    for (const span of openSpansOn(date, terms))
      for (const startsAt of startsIn(span, { from, to })) {
        const taken = toTaken(startsAt, question)
        if (taken.endsAt > span.endsAt) break
        if (isTaken(taken, busy)) continue
        slots.push({ startsAt, endsAt: taken.endsAt })
        if (slots.length >= window.limit) return slots
      }
  return slots
}

function* startsIn(span: Span, { from, to }: { readonly from: Date; readonly to: Date }): Generator<Date> {
  const stepMs = stepMinutes * minuteMs
  const openMs = span.startsAt.getTime()
  const firstStep = Math.max(0, Math.ceil((from.getTime() - openMs) / stepMs))
  const endMs = Math.min(span.endsAt.getTime(), to.getTime())
  for (let startMs = openMs + firstStep * stepMs; startMs < endMs; startMs += stepMs) yield new Date(startMs)
}

/** Nearest times on either side are looked for this far, in milliseconds; beyond it, only the next ones. */
const nearMs = 7 * dayMs
const nearLimit = 500

/** The open times nearest to the wanted one, the earliest first. */
export function nearestSlots(question: SlotQuestion, wanted: Date, count = 3): readonly Slot[] {
  const around = {
    from: new Date(wanted.getTime() - nearMs),
    to: new Date(wanted.getTime() + nearMs),
    limit: nearLimit,
  }
  const distance = ({ startsAt }: Slot) => Math.abs(startsAt.getTime() - wanted.getTime())
  const near = listOpenSlots(question, around)
    .toSorted((one, other) => distance(one) - distance(other))
    .slice(0, count)
    .sort((one, other) => one.startsAt.getTime() - other.startsAt.getTime())
  return near.length > 0 ? near : listOpenSlots(question, { ...toBookableWindow(question), limit: count })
}
