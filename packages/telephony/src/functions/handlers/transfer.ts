import { nextOpening, openSpanAt } from '@cloudgreet/core'

import type { FunctionAnswer } from '../domain/function-answer.ts'
import { sayMoment } from '../domain/spoken-time.ts'
import type { FunctionHandler } from '../function-context.ts'
import type { CalledBusiness } from '../ports/called-businesses.ts'

/** The owner sees each request, also one that could not be met. */
export const transfer: FunctionHandler<'transfer'> = async (args, { business, call, tools, transaction }) => {
  const occurredAt = tools.clock.now()
  const answer = decideTransfer(business, occurredAt)
  const event = { id: tools.ids.next<'Event'>(), businessId: business.id, type: 'transfer_requested', occurredAt }
  const data = {
    providerCallId: call.providerCallId,
    from: call.person,
    outcome: answer.code,
    ...(args.reason === undefined ? {} : { reason: args.reason }),
  }
  await tools.outbox.append({ ...event, data }, transaction)
  return { answer, isFinal: true }
}

function decideTransfer({ forwardNumber, terms }: CalledBusiness, now: Date): FunctionAnswer {
  const fallback = 'take_message'
  if (forwardNumber === null)
    return {
      ok: false,
      code: 'no_forward_number',
      say: 'Nobody can take the call now. Shall I take a message?',
      fallback,
    }
  if (openSpanAt(now, terms) !== undefined)
    return { ok: true, code: 'transfer', say: 'One moment, I am putting you through.', transfer_to: forwardNumber }
  const opensAt = nextOpening(now, terms)
  const opening = opensAt === undefined ? '' : ` We open ${sayMoment(opensAt, terms.timeZone)}.`
  return { ok: false, code: 'closed_now', say: `We are closed now.${opening} Shall I take a message?`, fallback }
}
