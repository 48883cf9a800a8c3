import {
  type BusinessId,
  type Clock,
  type ContactGate,
  type Logger,
  type MessageSender,
  type PhoneNumber,
  type Purpose,
  UpstreamError,
  type WorkflowContext,
} from '@cloudgreet/core'

export interface SendOnceTools {
  readonly gate: ContactGate
  readonly sender: MessageSender
  readonly clock: Clock
  readonly logger: Logger
  /**
   * How long the vendor's records may lag behind, in milliseconds: an empty look-up proves nothing before.
   * 0 for the simulators.
   */
  readonly recordDelayMs: number
}

export type TextToSend = {
  readonly businessId: BusinessId
  readonly purpose: Purpose
  readonly from: PhoneNumber
  readonly to: PhoneNumber
  readonly text: string
}

export type Sending =
  | {
      readonly outcome: 'sent'
      readonly sentAt: string
      readonly provider: string
      readonly providerMessageId: string
    }
  /** The gate said no. */
  | { readonly outcome: 'refused'; readonly reasons: readonly string[] }
  /** The vendor holds a block for this person. */
  | { readonly outcome: 'blocked' }
  /** The vendor refused for good. */
  | { readonly outcome: 'failed'; readonly code: string; readonly vendorCode: string | null }
  /** The vendor never said whether it took the text, and holds no record of it. */
  | { readonly outcome: 'unknown' }

/** The vendor did nothing and has no time now. */
type Postponed = { readonly outcome: 'later'; readonly waitMs: number }

const mostAttempts = 6
const shortestWaitMs = 2_000
const databaseRetry = { maxAttempts: 10, intervalMs: 1_000 }

/** Names the one send in the gate's intents, at the vendor and in the message log. */
export function sendKey(workflowId: string): string {
  return `${workflowId}:send`
}

/**
 * Sends one text, through lost answers and crashes. When the text may have gone out (the vendor did not answer, or
 * the process died between the permit and the answer), it first waits for the vendor's records and looks there.
 */
export async function sendOnce(context: WorkflowContext, tools: SendOnceTools, text: TextToSend): Promise<Sending> {
  const key = sendKey(context.id)
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const sending = await context.step(`send_${attempt}`, () => trySend(tools, text, { key, attempt }), databaseRetry)
    if (sending.outcome === 'later') {
      await context.sleep(sending.waitMs)
      continue
    }
    if (sending.outcome !== 'unknown') return sending
    await context.sleep(tools.recordDelayMs * attempt)
    const found = await context.step(`look_up_${attempt}`, () => lookUp(tools, key), databaseRetry)
    if (found.outcome === 'sent') return found
  }
  tools.logger.error('Text not sent', { businessId: text.businessId, purpose: text.purpose, errorCode: 'send_unknown' })
  return { outcome: 'unknown' }
}

async function trySend(
  tools: SendOnceTools,
  text: TextToSend,
  { key, attempt }: { readonly key: string; readonly attempt: number },
): Promise<Sending | Postponed> {
  const { gate, sender, clock, logger } = tools
  // An intent of an earlier run: its text may be on its way. Later attempts come after a look-up.
  if (attempt === 1 && (await gate.wasOpened(key))) return { outcome: 'unknown' }
  const earlier = attempt === 1 ? undefined : await lookUp(tools, key)
  if (earlier?.outcome === 'sent') return earlier
  const { businessId, purpose, from, to } = text
  const decision = await gate.open({ businessId, address: to, channel: 'sms', purpose, intentKey: key })
  if (!decision.allowed) {
    logger.info('Text not sent', { businessId, purpose, reasons: decision.reasons })
    return { outcome: 'refused', reasons: decision.reasons }
  }
  try {
    const sent = await sender.send(decision.permit, { from, to, text: text.text, idempotencyKey: key })
    return { outcome: 'sent', sentAt: clock.now().toISOString(), ...sent }
  } catch (error) {
    const failure = afterFailure(error, attempt)
    if (failure.outcome === 'failed') logger.warn('Text not sent', { businessId, purpose, errorCode: failure.code })
    return failure
  }
}

/** @throws the error itself when it is not the vendor's */
function afterFailure(error: unknown, attempt: number): Sending | Postponed {
  if (!UpstreamError.isInstance(error)) throw error
  if (error.code === 'recipient_opted_out') return { outcome: 'blocked' }
  if (error.outcome === 'unknown') return { outcome: 'unknown' }
  if (!error.isRetryable) return { outcome: 'failed', code: error.code, vendorCode: error.vendorCode ?? null }
  return { outcome: 'later', waitMs: Math.max(error.retryAfterMs ?? 0, shortestWaitMs * attempt) }
}

async function lookUp({ sender, clock }: SendOnceTools, key: string): Promise<Sending> {
  const found = await sender.find(key)
  return found === undefined ? { outcome: 'unknown' } : { outcome: 'sent', sentAt: clock.now().toISOString(), ...found }
}
