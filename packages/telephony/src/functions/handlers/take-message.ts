import { safeParsePhoneNumber } from '@cloudgreet/core'

import { refuse } from '../domain/function-answer.ts'
import type { FunctionHandler } from '../function-context.ts'

export const takeMessage: FunctionHandler<'take_message'> = async (args, { business, call, tools, transaction }) => {
  const callbackNumber = args.callback_number === undefined ? call.person : safeParsePhoneNumber(args.callback_number)
  if (callbackNumber === undefined) return refuse('bad_phone', 'I did not get the number to call back.')
  const message = {
    providerCallId: call.providerCallId,
    callerName: args.caller_name ?? null,
    callbackNumber,
    message: args.message,
    isUrgent: args.urgent ?? false,
  }
  await tools.messages.take(business.id, message, transaction)
  const say = `I have passed your message on to ${business.businessName}.`
  return { answer: { ok: true, code: 'message_taken', say }, isFinal: true }
}
