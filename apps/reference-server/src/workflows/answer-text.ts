import type { BusinessId, Json, PhoneNumber } from '@cloudgreet/core'
import { helpReply, optOutConfirmation } from '@cloudgreet/compliance'
import type { FollowUpInput, FollowUpWorkflow } from '@cloudgreet/core/postgres'
import { z } from 'zod'

import { sendText, type SendTextTools } from './send-text.ts'
import type { TextToSend } from './send-once.ts'

/** Names the workflow in outbox rows and in the engine: it never changes. */
export const answerTextName = 'answer_text'

/** The answers that a rule demands, as the purposes they are sent under. */
export type TextAnswer = 'help_reply' | 'optout_confirmation'

export interface AnswerTextOptions extends SendTextTools {
  /** Name of the business and how to reach it. */
  readonly findSignature: (business: BusinessId) => Promise<Signature | undefined>
}

/** Who signs the answer. */
export interface Signature {
  readonly businessName: string
  /** A telephone number, mail address or website. */
  readonly contact: string
}

const followUpSchema = z.object({
  answer: z.enum(['help_reply', 'optout_confirmation']),
  message: z.object({ from: z.string(), to: z.string() }),
})

const recordRetry = { maxAttempts: 10, intervalMs: 1_000 }

/**
 * Answers a text as a rule demands: HELP with who we are, a wish to stop with the one confirmation.
 *
 * The text goes out once, through lost answers and crashes: see `sendOnce`.
 */
export function createAnswerText(options: AnswerTextOptions): FollowUpWorkflow {
  return {
    name: answerTextName,
    async run(context, input): Promise<Json> {
      const answer = await context.step('prepare', () => prepareAnswer(options, input), recordRetry)
      if (answer === null) return { outcome: 'no_business' }
      const sending = await sendText(context, options, answer)
      return sending.outcome === 'sent' ? { outcome: 'sent' } : sending
    },
  }
}

async function prepareAnswer({ findSignature }: AnswerTextOptions, input: FollowUpInput): Promise<TextToSend | null> {
  const { answer: purpose, message } = followUpSchema.parse(input.data)
  const signature = await findSignature(input.businessId)
  if (signature === undefined) return null
  const text = purpose === 'help_reply' ? helpReply(signature) : optOutConfirmation(signature)
  const [from, to] = [message.to as PhoneNumber, message.from as PhoneNumber]
  return { businessId: input.businessId, purpose, from, to, text }
}
