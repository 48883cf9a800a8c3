import {
  systemClock,
  UpstreamError,
  type Clock,
  type ContactPermit,
  type MessageSender,
  type OutgoingText,
  type SentText,
} from '@cloudgreet/core'

/** What the next send does instead of succeeding. */
export type MemorySendFault = 'timeout_but_done' | 'timeout' | 'rate_limited' | 'unauthorized' | 'failed'

/** Keeps texts in memory, and fails on command like a vendor does. */
export class MemoryMessageSender implements MessageSender {
  readonly sent: (OutgoingText & SentText)[] = []
  readonly #blocks = new Set<string>()
  readonly #faults: MemorySendFault[] = []
  readonly #clock: Clock

  constructor(options: { readonly clock?: Clock | undefined } = {}) {
    this.#clock = options.clock ?? systemClock
  }

  /** The recipient has texted STOP: later sends are refused as `recipient_opted_out`. */
  block(recipient: string): void {
    this.#blocks.add(recipient)
  }

  failNext(fault: MemorySendFault): void {
    this.#faults.push(fault)
  }

  async send(permit: ContactPermit, text: OutgoingText): Promise<SentText> {
    permit.assertCovers({ address: text.to, channel: 'sms' }, this.#clock.now())
    const fault = this.#faults.shift()
    if (fault !== undefined && fault !== 'timeout_but_done') throw toFailure(fault)
    if (this.#blocks.has(text.to))
      throw new UpstreamError('recipient_opted_out', 'The recipient has opted out.', {
        vendor: 'memory',
        outcome: 'refused',
      })
    const sent = { provider: 'memory', providerMessageId: `text-${this.sent.length + 1}` }
    this.sent.push({ ...text, ...sent })
    if (fault === 'timeout_but_done') throw toFailure(fault)
    return sent
  }

  async find(idempotencyKey: string): Promise<SentText | undefined> {
    const text = this.sent.find((candidate) => candidate.idempotencyKey === idempotencyKey)
    return text && { provider: text.provider, providerMessageId: text.providerMessageId }
  }
}

export function createMemoryMessageSender(options: { readonly clock?: Clock | undefined } = {}): MemoryMessageSender {
  return new MemoryMessageSender(options)
}

function toFailure(fault: MemorySendFault): UpstreamError {
  const vendor = 'memory'
  switch (fault) {
    case 'unauthorized':
      return new UpstreamError('upstream_unauthorized', 'The key was refused.', { vendor, outcome: 'refused' })
    case 'rate_limited':
      return new UpstreamError('upstream_rate_limited', 'Too many texts.', {
        vendor,
        outcome: 'refused',
        isRetryable: true,
        retryAfterMs: 2_000,
      })
    case 'failed':
      return new UpstreamError('upstream_failed', 'The sender failed.', {
        vendor,
        outcome: 'unknown',
        isRetryable: true,
      })
    case 'timeout':
    case 'timeout_but_done':
      return new UpstreamError('upstream_timeout', 'No answer in time.', {
        vendor,
        outcome: 'unknown',
        isRetryable: true,
      })
  }
}
