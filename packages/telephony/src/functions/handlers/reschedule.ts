import { toSpokenRefusal } from '../domain/spoken-refusal.ts'
import { toOffer } from '../domain/spoken-time.ts'
import type { FunctionHandler } from '../function-context.ts'
import { findCallersAppointment } from './find-callers-appointment.ts'

export const reschedule: FunctionHandler<'reschedule'> = async (args, context) => {
  const found = await findCallersAppointment(args, context)
  if (!found.ok) return found.refusal
  const { business, tools, transaction } = context
  const change = { appointmentId: found.appointment.id, startsAt: args.starts_at }
  const result = await tools.book.reschedule(business.id, change, transaction)
  if (!result.ok) return toSpokenRefusal(result)
  const { appointment, timeZone } = result
  const offer = toOffer({ startsAt: new Date(appointment.startsAt) }, timeZone)
  const answer = { ok: true, code: 'moved', say: `Your appointment is now ${offer.words}.`, ...offer }
  return { answer: { ...answer, appointment_id: appointment.id }, isFinal: true, subjectId: appointment.id }
}
