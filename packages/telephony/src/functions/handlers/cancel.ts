import { toSpokenRefusal } from '../domain/spoken-refusal.ts'
import { sayMoment } from '../domain/spoken-time.ts'
import type { FunctionHandler } from '../function-context.ts'
import { findCallersAppointment } from './find-callers-appointment.ts'

export const cancel: FunctionHandler<'cancel'> = async (args, context) => {
  const found = await findCallersAppointment(args, context)
  if (!found.ok) return found.refusal
  const { business, tools, transaction } = context
  const result = await tools.book.cancel(business.id, found.appointment.id, transaction)
  if (!result.ok) return toSpokenRefusal(result)
  const { appointment, timeZone } = result
  const say = `Your appointment on ${sayMoment(new Date(appointment.startsAt), timeZone)} is cancelled.`
  const answer = { ok: true, code: 'cancelled', say, appointment_id: appointment.id }
  return { answer, isFinal: true, subjectId: appointment.id }
}
