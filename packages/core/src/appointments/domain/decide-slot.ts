import { isTaken, type Slot, type SlotQuestion, toBookableWindow, toTaken } from './list-open-slots.ts'
import { openSpansOn } from './open-spans.ts'
import { toLocalTime } from './zoned-time.ts'

/** Why a time cannot be booked. */
export type SlotRefusal =
  /** No such time: not ISO 8601, no such day, or skipped by the change to summer time. */
  | 'bad_time'
  /** In the past, or with less notice than the business asks for. */
  | 'too_soon'
  | 'too_far_ahead'
  /** The business is closed all that day. */
  | 'closed_then'
  /** Open that day, but not for the whole appointment. */
  | 'outside_hours'
  /** Something is booked then, or the pause between two appointments is too short. */
  | 'slot_taken'

export type SlotDecision =
  | ({ readonly ok: true; readonly busyUntil: Date } & Slot)
  | { readonly ok: false; readonly code: SlotRefusal }

/** Whether an appointment may begin then. Any minute of the opening hours will do, not only the offered ones. */
export function decideSlot(question: SlotQuestion, startsAt: Date): SlotDecision {
  const { terms, booked } = question
  const bookable = toBookableWindow(question)
  if (startsAt < bookable.from) return { ok: false, code: 'too_soon' }
  if (startsAt > bookable.to) return { ok: false, code: 'too_far_ahead' }
  const spans = openSpansOn(toLocalTime(startsAt, terms.timeZone).date, terms)
  if (spans.length === 0) return { ok: false, code: 'closed_then' }
  const taken = toTaken(startsAt, question)
  const isOpen = spans.some((span) => span.startsAt <= startsAt && taken.endsAt <= span.endsAt)
  if (!isOpen) return { ok: false, code: 'outside_hours' }
  return isTaken(taken, booked) ? { ok: false, code: 'slot_taken' } : { ok: true, ...taken }
}
