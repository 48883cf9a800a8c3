import { safeParsePhoneNumber } from '@cloudgreet/core'

import { refuse } from '../domain/function-answer.ts'
import { toSpokenRefusal } from '../domain/spoken-refusal.ts'
import { toOffer } from '../domain/spoken-time.ts'
import type { FunctionHandler } from '../function-context.ts'

export const bookAppointment: FunctionHandler<'book_appointment'> = async (
  args,
  { business, call, tools, transaction },
) => {
  const { starts_at: startsAt, customer_name: customerName, customer_phone: phone, service, notes } = args
  const customerPhone = phone === undefined ? call.person : safeParsePhoneNumber(phone)
  if (customerPhone === undefined) return refuse('bad_phone', 'I did not get the telephone number.')
  const wish = { startsAt, customerName, customerPhone, service, notes }
  const result = await tools.book.book(business.id, wish, transaction)
  if (!result.ok) return toSpokenRefusal(result)
  const { appointment, timeZone } = result
  const offer = toOffer({ startsAt: new Date(appointment.startsAt) }, timeZone)
  const answer = { ok: true, code: 'booked', say: `You are booked for ${offer.words}.`, ...offer }
  return { answer: { ...answer, appointment_id: appointment.id }, isFinal: true, subjectId: appointment.id }
}
