import type { BusinessId, ConsentRecorder, Json, PhoneNumber } from '@cloudgreet/core'
import { helpReply, optOutConfirmation } from '@cloudgreet/compliance'
import type { FollowUpInput, FollowUpWorkflow } from '@cloudgreet/core/postgres'
import type { MessageLog } from '@cloudgreet/telephony'
import { z } from 'zod'

import { type Sending, sendKey, sendOnce, type SendOnceTools, type TextToSend } from './send-once.ts'

/** Names the workflow in outbox rows and in the engine: it never changes. */
export const answerTextName = 'answer_text'

/** The answers that a rule demands, as the purposes they are sent under. */
export type TextAnswer = 'help_reply' | 'optout_confirmation'

export interface AnswerTextOptions extends SendOnceTools {
  readonly messages: MessageLog
  readonly consents: ConsentRecorder
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

type Outcome = {
  readonly outcome: 'sent' | 'refused' | 'blocked' | 'unknown' | 'no_business'
  readonly reasons?: readonly string[]
}

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
      if (answer === null) return { outcome: 'no_business' } satisfies Outcome
      const sent = await sendOnce(context, options, answer)
      if (sent.outcome === 'blocked')
        await context.step(
          'record_block',
          ({ idempotencyKey }) => recordBlock(options, answer, idempotencyKey),
          recordRetry,
        )
      if (sent.outcome !== 'sent') return sent
      const keyed = { ...answer, idempotencyKey: sendKey(context.id) }
      await context.step('record', () => recordSent(options, keyed, sent), recordRetry)
      return { outcome: 'sent' } satisfies Outcome
    },
  }
}

type KeyedAnswer = TextToSend & { readonly idempotencyKey: string }

async function prepareAnswer({ findSignature }: AnswerTextOptions, input: FollowUpInput): Promise<TextToSend | null> {
  const { answer: purpose, message } = followUpSchema.parse(input.data)
  const signature = await findSignature(input.businessId)
  if (signature === undefined) return null
  const text = purpose === 'help_reply' ? helpReply(signature) : optOutConfirmation(signature)
  const [from, to] = [message.to as PhoneNumber, message.from as PhoneNumber]
  return { businessId: input.businessId, purpose, from, to, text }
}

/** The vendor holds a block that we may not know of: the ledger learns it, so that nothing is tried again. */
async function recordBlock(
  { consents, clock }: AnswerTextOptions,
  answer: TextToSend,
  idempotencyKey: string,
): Promise<void> {
  await consents.record({
    businessId: answer.businessId,
    address: answer.to,
    channel: 'sms',
    type: 'provider_blocked',
    occurredAt: clock.now(),
    idempotencyKey,
    metadata: { provider: 'telnyx', code: '40300' },
  })
}

async function recordSent(
  { messages }: AnswerTextOptions,
  { businessId, from, to, text, purpose, idempotencyKey }: KeyedAnswer,
  { provider, providerMessageId, sentAt }: Extract<Sending, { outcome: 'sent' }>,
): Promise<void> {
  const sent = { provider, providerMessageId, from, to, text, purpose, idempotencyKey, sentAt: new Date(sentAt) }
  await messages.recordOutbound(businessId, sent)
}
