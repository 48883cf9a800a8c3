import type { ConsentRecorder, WorkflowContext } from '@cloudgreet/core'
import type { MessageLog } from '@cloudgreet/telephony'

import { type Sending, sendKey, sendOnce, type SendOnceTools, type TextToSend } from './send-once.ts'

export interface SendTextTools extends SendOnceTools {
  readonly messages: MessageLog
  readonly consents: ConsentRecorder
}

const recordRetry = { maxAttempts: 10, intervalMs: 1_000 }

/**
 * Sends one text, once (see `sendOnce`), and writes down what came of it: the text in the log, or the vendor's block in
 * the ledger, so that the gate refuses from then on.
 */
export async function sendText(context: WorkflowContext, tools: SendTextTools, text: TextToSend): Promise<Sending> {
  const sending = await sendOnce(context, tools, text)
  if (sending.outcome === 'blocked')
    await context.step('record_block', ({ idempotencyKey }) => recordBlock(tools, text, idempotencyKey), recordRetry)
  if (sending.outcome === 'sent')
    await context.step('record', () => recordSent(tools, text, { ...sending, key: sendKey(context.id) }), recordRetry)
  return sending
}

async function recordBlock(
  { consents, clock }: SendTextTools,
  { businessId, to }: TextToSend,
  idempotencyKey: string,
): Promise<void> {
  await consents.record({
    businessId,
    address: to,
    channel: 'sms',
    type: 'provider_blocked',
    occurredAt: clock.now(),
    idempotencyKey,
    metadata: { provider: 'telnyx', code: '40300' },
  })
}

async function recordSent(
  { messages }: SendTextTools,
  { businessId, ...text }: TextToSend,
  sent: Extract<Sending, { outcome: 'sent' }> & { readonly key: string },
): Promise<void> {
  const { provider, providerMessageId, sentAt, key: idempotencyKey } = sent
  await messages.recordOutbound(businessId, {
    ...text,
    provider,
    providerMessageId,
    idempotencyKey,
    sentAt: new Date(sentAt),
  })
}
