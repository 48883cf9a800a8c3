import { type PhoneNumber, safeParsePhoneNumber } from '@cloudgreet/core'
import type { Appointment } from '@cloudgreet/core/contract'

import { type FunctionResult, refuse } from '../domain/function-answer.ts'
import type { FunctionArguments } from '../domain/function-arguments.ts'
import { sayChoice, toOffer } from '../domain/spoken-time.ts'
import type { ChangeContext } from '../function-context.ts'

export type FoundAppointment =
  | { readonly ok: true; readonly appointment: Appointment }
  | { readonly ok: false; readonly refusal: FunctionResult }

/**
 * The appointment that the caller means: one of the number that they call from, or of another number when they also
 * say the name that it was booked for. An id alone opens nothing.
 */
export async function findCallersAppointment(
  args: FunctionArguments<'cancel'>,
  { business, call, tools, transaction }: ChangeContext,
): Promise<FoundAppointment> {
  const phone = args.customer_phone === undefined ? call.person : safeParsePhoneNumber(args.customer_phone)
  if (phone == null) return no('phone_needed', 'Which telephone number is the appointment under?')
  const isOwn = phone === call.person
  if (!isOwn && args.customer_name === undefined) return no('name_needed', 'Which name is the appointment under?')
  const booked = await tools.book.listBookedFor(business.id, phone as PhoneNumber, transaction)
  const theirs = booked.filter(
    ({ id, customerName }) =>
      (isOwn || isSameName(customerName, args.customer_name ?? '')) &&
      (args.appointment_id === undefined || id === args.appointment_id),
  )
  const [appointment, ...others] = theirs
  if (appointment === undefined) return no('appointment_not_found', 'I cannot find an appointment under that number.')
  return others.length === 0 ? { ok: true, appointment } : askWhich(theirs, business.terms.timeZone)
}

function askWhich(appointments: readonly Appointment[], timeZone: string): FoundAppointment {
  const choices = appointments.map(({ id, startsAt }) => ({
    appointment_id: id,
    ...toOffer({ startsAt: new Date(startsAt) }, timeZone),
  }))
  const words = sayChoice(choices.map((choice) => choice.words))
  return {
    ok: false,
    refusal: refuse('which_appointment', `Which one do you mean: ${words}?`, { appointments: choices }),
  }
}

function no(code: string, say: string): FoundAppointment {
  return { ok: false, refusal: refuse(code, say) }
}

function isSameName(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { sensitivity: 'base', ignorePunctuation: true }) === 0
}
