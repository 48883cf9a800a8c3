import type { BusinessId, PhoneNumber, Workflow } from '@cloudgreet/core'

import { sendText, type SendTextTools } from './send-text.ts'
import type { Sending } from './send-once.ts'

export type ReplyInput = {
  readonly businessId: BusinessId
  readonly from: PhoneNumber
  readonly to: PhoneNumber
  readonly text: string
}

export type SendReply = Workflow<ReplyInput, Sending>

/** A reply by hand, sent once however often it is asked for under its id, and through a crash of the server. */
export function createSendReply(tools: SendTextTools): SendReply {
  return {
    // Never changes: replies under way are found by it.
    name: 'send_reply',
    run: (context, reply) => sendText(context, tools, { ...reply, purpose: 'conversational_reply' }),
  }
}
