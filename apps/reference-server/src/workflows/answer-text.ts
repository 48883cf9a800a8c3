import {
  type BusinessId,
  type Clock,
  type ConsentRecorder,
  type ContactGate,
  type Json,
  type Logger,
  type MessageSender,
  type PhoneNumber,
  UpstreamError,
} from '@cloudgreet/core'
import { helpReply, optOutConfirmation } from '@cloudgreet/compliance'
import type { FollowUpInput, FollowUpWorkflow } from '@cloudgreet/core/postgres'
import type { MessageLog } from '@cloudgreet/telephony'
import { z } from 'zod'

/** Names the workflow in outbox rows and in the engine: it never changes. */
export const answerTextName = 'answer_text'

/** The answers that a rule demands, as the purposes they are sent under. */
export type TextAnswer = 'help_reply' | 'optout_confirmation'

export interface AnswerTextOptions {
  readonly gate: ContactGate
  readonly sender: MessageSender
  readonly messages: MessageLog
  readonly consents: ConsentRecorder
  /** Name of the business and how to reach it. */
  readonly findSignature: (business: BusinessId) => Promise<Signature | undefined>
  readonly clock: Clock
  readonly logger: Logger
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

type Outcome = { readonly outcome: 'sent' | 'refused' | 'blocked' | 'no_business'; readonly reasons?: readonly string[] }

/** A vendor that does not answer, or has no time, is asked again for about five minutes. */
const sendRetry = { maxAttempts: 8, intervalMs: 2_000, shouldRetry: isWorthAnotherTry }
const recordRetry = { maxAttempts: 10, intervalMs: 1_000 }

/**
 * Answers a text as a rule demands: HELP with who we are, a wish to stop with the one confirmation.
 *
 * The send happens once: a step that was interrupted looks for the text at the vendor before it sends.
 */
export function createAnswerText(options: AnswerTextOptions): FollowUpWorkflow {
  return {
    name: answerTextName,
    async run(context, input): Promise<Json> {
      const answer = await context.step('prepare', () => prepareAnswer(options, input), recordRetry)
      if (answer === null) return { outcome: 'no_business' } satisfies Outcome
      const sent = await context.step('send', ({ idempotencyKey }) => sendOnce(options, { ...answer, idempotencyKey }), sendRetry)
      if (sent.outcome === 'blocked')
        await context.step('record_block', ({ idempotencyKey }) => recordBlock(options, answer, idempotencyKey), recordRetry)
      if (sent.outcome !== 'sent') return sent
      const key = `${context.id}:send`
      await context.step('record', () => recordSent(options, { ...answer, idempotencyKey: key }, sent), recordRetry)
      return { outcome: 'sent' } satisfies Outcome
    },
  }
}

type Answer = {
  readonly businessId: BusinessId
  readonly purpose: TextAnswer
  readonly from: PhoneNumber
  readonly to: PhoneNumber
  readonly text: string
}

type KeyedAnswer = Answer & { readonly idempotencyKey: string }

async function prepareAnswer({ findSignature }: AnswerTextOptions, input: FollowUpInput): Promise<Answer | null> {
  const { answer: purpose, message } = followUpSchema.parse(input.data)
  const signature = await findSignature(input.businessId)
  if (signature === undefined) return null
  const text = purpose === 'help_reply' ? helpReply(signature) : optOutConfirmation(signature)
  const [from, to] = [message.to as PhoneNumber, message.from as PhoneNumber]
  return { businessId: input.businessId, purpose, from, to, text }
}

type SentAnswer = {
  readonly outcome: 'sent'
  readonly sentAt: string
  readonly provider: string
  readonly providerMessageId: string
}

type Sending =
  | SentAnswer
  | { readonly outcome: 'refused'; readonly reasons: readonly string[] }
  | { readonly outcome: 'blocked' }

async function sendOnce({ gate, sender, clock, logger }: AnswerTextOptions, answer: KeyedAnswer): Promise<Sending> {
  const { businessId, purpose, from, to, text, idempotencyKey } = answer
  const before = (await gate.wasOpened(idempotencyKey)) ? await sender.find(idempotencyKey) : undefined
  const sentAt = clock.now().toISOString()
  if (before !== undefined) return { outcome: 'sent', sentAt, ...before }
  const decision = await gate.open({ businessId, address: to, channel: 'sms', purpose, intentKey: idempotencyKey })
  if (!decision.allowed) {
    logger.info('Answer not sent', { businessId, purpose, reasons: decision.reasons })
    return { outcome: 'refused', reasons: decision.reasons }
  }
  try {
    return { outcome: 'sent', sentAt, ...(await sender.send(decision.permit, { from, to, text, idempotencyKey })) }
  } catch (error) {
    if (UpstreamError.isInstance(error) && error.code === 'recipient_opted_out') return { outcome: 'blocked' }
    throw error
  }
}

/** The vendor holds a block that we may not know of: the ledger learns it, so that nothing is tried again. */
async function recordBlock({ consents, clock }: AnswerTextOptions, answer: Answer, idempotencyKey: string): Promise<void> {
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
  { provider, providerMessageId, sentAt }: SentAnswer,
): Promise<void> {
  const sent = { provider, providerMessageId, from, to, text, purpose, idempotencyKey, sentAt: new Date(sentAt) }
  await messages.recordOutbound(businessId, sent)
}

/** A refusal by the vendor stays one; all else may pass. */
function isWorthAnotherTry(error: unknown): boolean {
  return !UpstreamError.isInstance(error) || error.isRetryable || error.outcome === 'unknown'
}
