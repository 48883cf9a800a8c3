import { refuse } from '../domain/function-answer.ts'
import { refuseService } from '../domain/spoken-refusal.ts'
import { sayChoice, toOffer } from '../domain/spoken-time.ts'
import type { FunctionContext, FunctionHandler } from '../function-context.ts'

const offeredSlots = 5

export const checkAvailability: FunctionHandler<'check_availability', FunctionContext> = async (
  { from, service },
  { business, tools },
) => {
  const open = await tools.book.listOpenSlots(business.id, { from, service, limit: offeredSlots })
  if (!open.ok && open.code === 'unknown_service') return refuseService(open.services)
  if (!open.ok) return refuse('bad_time', 'I did not get from when on you mean.')
  const slots = open.slots.map((slot) => toOffer(slot, open.timeZone))
  if (slots.length === 0) return refuse('no_open_time', 'I have no open time to offer. Shall I take a message?')
  const words = sayChoice(slots.slice(0, 3).map((slot) => slot.words))
  return { answer: { ok: true, code: 'open_times', say: `I could offer ${words}.`, slots } }
}
