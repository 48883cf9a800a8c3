import type { HistoryCall } from '../../../calls/ports/call-history.ts'
import type { Booking } from '../insight-facts.ts'
import { countOf, findSayings, toEvidence } from '../said.ts'
import type { InsightRule } from './insight-rule.ts'

const bookingWish =
  /\b(?:make|book|schedule|set up|get|have|need) (?:an?|my|the|some) (?:\w+ )?(?:appointment|visit|booking|estimate|slot)\b|\bcome (?:out|by|over|round)\b|\bsend (?:someone|somebody|a plumber|a technician|an electrician)\b|\bwhen (?:can|could) (?:you|someone|somebody) (?:come|be here)\b/i
/** An appointment made within so long after the call came out of it, in milliseconds. */
const bookedWithinMs = 24 * 3_600_000

/** Somebody asked for an appointment, and none was made. */
export const bookingLost: InsightRule = {
  key: 'booking_lost',
  find: ({ calls, bookings }) => {
    const asked = findSayings(calls, bookingWish)
    if (asked.length === 0) return undefined
    const isBooked = createBookedTest(bookings)
    const lost = asked.filter(({ call }) => !isBooked(call))
    if (lost.length === 0) return undefined
    return {
      title: 'Wishes for an appointment end without one',
      detail: `${countOf(asked.length, 'call')} asked for an appointment; ${lost.length} of them ended without one.`,
      evidence: toEvidence(lost),
      figures: { appointment_wishes: asked.length, appointment_wishes_lost: lost.length },
    }
  },
}

function createBookedTest(bookings: readonly Booking[]): (call: HistoryCall) => boolean {
  const callIds = new Set(bookings.map(({ callId }) => callId))
  const timesByPhone = new Map<string, number[]>()
  for (const { phone, createdAt } of bookings)
    if (phone !== null) timesByPhone.set(phone, [...(timesByPhone.get(phone) ?? []), createdAt.getTime()])
  return ({ id, person, startedAt }) => {
    const from = startedAt.getTime()
    const times = (person !== null && timesByPhone.get(person)) || []
    return callIds.has(id) || times.some((time) => time >= from && time <= from + bookedWithinMs)
  }
}
