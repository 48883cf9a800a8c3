import type { BookingResult } from '@cloudgreet/core'

import { type FunctionResult, refuse } from './function-answer.ts'
import { sayChoice, toOffer } from './spoken-time.ts'

type Refusal = Extract<BookingResult, { readonly ok: false }>

const sentences: Readonly<Record<Refusal['code'], string>> = {
  bad_time: 'I did not get which time you mean.',
  too_soon: 'That is too soon for us.',
  too_far_ahead: 'We do not book that far ahead yet.',
  closed_then: 'We are closed that day.',
  outside_hours: 'That does not fit into our hours.',
  slot_taken: 'That time is already taken.',
  unknown_service: 'We do not offer that.',
  appointment_not_found: 'I cannot find that appointment.',
  appointment_not_booked: 'That appointment is not booked any more.',
}

/** Why the book said no, in words, with what the agent can offer instead. */
export function toSpokenRefusal(refusal: Refusal): FunctionResult {
  const sentence = sentences[refusal.code]
  if ('services' in refusal) return refuseService(refusal.services)
  if (!('alternatives' in refusal)) return refuse(refusal.code, sentence)
  const offers = refusal.alternatives.map((slot) => toOffer(slot, refusal.timeZone))
  const offer =
    offers.length === 0
      ? 'I have no open time to offer.'
      : `I could offer ${sayChoice(offers.map(({ words }) => words))}.`
  return refuse(refusal.code, `${sentence} ${offer}`, { alternatives: offers })
}

export function refuseService(services: readonly string[]): FunctionResult {
  const say = `${sentences.unknown_service} We do ${sayChoice(services)}.`
  return refuse('unknown_service', say, { services })
}
