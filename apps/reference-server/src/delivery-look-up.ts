import {
  type Clock,
  type Logger,
  type RepeatingTask,
  startRepeatingTask,
  type Timer,
  type Transactions,
} from '@cloudgreet/core'
import { type DeliveryReports, type MessageFacts, type MessageLog, noFinalEventFailure } from '@cloudgreet/telephony'
import { claimUnfinishedTexts, type UnfinishedText } from '@cloudgreet/telephony/postgres'

const intervalMs = 60_000
/** Texts younger than this are left to their events, in milliseconds. */
const quietMs = 15 * 60_000
/** Pause before the same text is looked up again, in milliseconds. */
const againMs = 3_600_000
/** A text that is not at its end by then is closed, in milliseconds. Telnyx queues for 4 hours at most. */
const longestWayMs = 24 * 3_600_000
const batchSize = 50

export interface DeliveryLookUpOptions {
  readonly transactions: Transactions
  readonly messages: MessageLog
  /** Undefined while the provider is off: then texts are closed when their time is over. */
  readonly reports: DeliveryReports | undefined
  readonly clock: Clock
  readonly timer: Timer
  readonly logger: Logger
}

/**
 * Once a minute: asks the provider about texts whose last event never came, and closes by name those that nobody can
 * say more about. Any number of servers may do it at the same time.
 */
export function startDeliveryLookUp(options: DeliveryLookUpOptions): RepeatingTask {
  const { timer, logger } = options
  const stopping = new AbortController()
  const task = startRepeatingTask({
    name: 'Delivery look-up',
    run: () => lookUpDeliveries(options, stopping.signal),
    intervalMs,
    timer,
    logger,
  })
  return {
    trigger: task.trigger,
    stop: () => {
      stopping.abort()
      return task.stop()
    },
  }
}

async function lookUpDeliveries(options: DeliveryLookUpOptions, signal: AbortSignal): Promise<void> {
  const { transactions, clock, logger } = options
  const now = clock.now()
  const ago = (durationMs: number) => new Date(now.getTime() - durationMs)
  const texts = await claimUnfinishedTexts(transactions, {
    now,
    sentBefore: ago(quietMs),
    lookedUpBefore: ago(againMs),
    limit: batchSize,
  })
  for (const text of texts) {
    try {
      // A server that stops does not wait for the provider.
      if (signal.aborted) return
      await unlessAborted(lookUp(options, text, text.sentAt <= ago(longestWayMs)), signal)
    } catch (error) {
      // The others do not wait for this one's next turn.
      logger.warn('Delivery look-up failed', { businessId: text.businessId, error })
    }
  }
}

/** Ends with the work, or once the signal says so: then the work goes on alone. */
function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => resolve()
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}

async function lookUp(
  { messages, reports, clock, logger }: DeliveryLookUpOptions,
  text: UnfinishedText,
  isOver: boolean,
): Promise<void> {
  const reported = await reports?.read(text.providerMessageId)
  const known = reported && (await messages.recordStatus(text.businessId, reported))
  if (!isOver || known?.finalAt != null) return
  await messages.recordStatus(text.businessId, toUnconfirmed(text, clock.now()))
  logger.warn('Text closed without a final event', { businessId: text.businessId, errorCode: noFinalEventFailure.code })
}

function toUnconfirmed({ provider, providerMessageId, from, to }: UnfinishedText, occurredAt: Date): MessageFacts {
  return {
    provider,
    providerMessageId,
    direction: 'outbound',
    from,
    to,
    text: '',
    status: 'delivery_unconfirmed',
    errorCode: null,
    failure: noFinalEventFailure,
    segments: null,
    encoding: null,
    cost: null,
    occurredAt,
  }
}
