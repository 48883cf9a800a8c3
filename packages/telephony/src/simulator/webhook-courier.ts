import type { Clock } from '@cloudgreet/core'

import type { Fault, FaultPlan } from './domain/fault-plan.ts'
import type { WireObject } from './domain/ledger-entry.ts'

export type WebhookSigner = (rawBody: string, now: Date) => Promise<Readonly<Record<string, string>>>

export interface OutgoingWebhook {
  readonly vendor: 'retell' | 'telnyx'
  readonly url: string
  readonly eventType: string
  /** The call or message that it tells about. */
  readonly subjectId: string
  /** The body of one attempt, counted from 1. */
  readonly toBody: (attempt: number) => WireObject
  /** Part of the name under which faults are asked for: `retell.functions`. Default: `webhooks`. */
  readonly kind?: 'webhooks' | 'inbound' | 'functions'
  /** Default: as many as the vendor makes of a webhook. */
  readonly attempts?: number
}

export interface DeliveryAttempt {
  readonly at: string
  /** HTTP status of the answer; absent when there was none. */
  readonly status?: number
  /** Why there was no answer. */
  readonly error?: string
  readonly fault?: string
}

export interface Delivery {
  readonly vendor: 'retell' | 'telnyx'
  readonly eventType: string
  readonly subjectId: string
  readonly url: string
  readonly state: 'pending' | 'delivered' | 'failed'
  readonly attempts: readonly DeliveryAttempt[]
}

export interface DeliveryHandle {
  /** After the first attempt, or once the webhook is held back by a fault. */
  readonly firstAttempt: Promise<void>
  readonly settled: Promise<Delivery>
}

export interface WebhookCourierOptions {
  readonly signers: Readonly<Record<'retell' | 'telnyx', WebhookSigner>>
  readonly faults: FaultPlan
  readonly clock: Clock
  readonly pause: (durationMs: number) => Promise<void>
  /** Milliseconds before the second attempt; doubled for each further one. */
  readonly retryDelayMs: number
}

/**
 * How each vendor delivers. Retell: 10 s, then up to three retries (docs.retellai.com, webhook overview; their
 * spacing is not documented). Telnyx: 2 s, three attempts, exponential back-off (developers.telnyx.com,
 * receiving webhooks).
 */
const rules = {
  retell: { timeoutMs: 10_000, attempts: 4 },
  telnyx: { timeoutMs: 2_000, attempts: 3 },
} as const

/** How long a webhook is held for `reorder` when no later one comes, in milliseconds. */
const reorderHoldMs = 2_000
const staleByMs = 10 * 60_000
const keptDeliveries = 5_000

interface DeliveryListeners {
  readonly onFirstAttempt: () => void
  /** Of each delivery that got through. */
  readonly onAnswer: (text: string) => void
}

/** Delivers webhooks by the vendors' rules, each attempt signed anew, with the faults that were asked for. */
export class WebhookCourier {
  readonly #options: WebhookCourierOptions
  readonly #open = new Set<Promise<unknown>>()
  readonly #held = new Set<() => void>()
  readonly #deliveries = new Map<number, Delivery>()
  #lastNumber = 0

  constructor(options: WebhookCourierOptions) {
    this.#options = options
  }

  deliveries(): readonly Delivery[] {
    return [...this.#deliveries.values()]
  }

  post(webhook: OutgoingWebhook): DeliveryHandle {
    let onFirstAttempt = (): void => undefined
    const firstAttempt = new Promise<void>((resolve) => {
      onFirstAttempt = resolve
    })
    const settled = this.#deliver(webhook, { onFirstAttempt, onAnswer: () => undefined })
    this.track(settled)
    return { firstAttempt, settled }
  }

  /** Waits for the answer of a question, the JSON of the first 2xx; undefined when none came. */
  async ask(question: OutgoingWebhook): Promise<unknown> {
    let answer: unknown
    const take = (text: string): void => {
      answer = parseJson(text) ?? answer
    }
    const settled = this.#deliver(question, { onFirstAttempt: () => undefined, onAnswer: take })
    this.track(settled)
    await settled
    return answer
  }

  /** Counts other background work as unfinished, until it ends. */
  track(work: Promise<unknown>): void {
    this.#open.add(work)
    void work.catch(() => undefined).finally(() => this.#open.delete(work))
  }

  /** Resolves once nothing is under way. */
  async settle(): Promise<void> {
    while (this.#open.size > 0) await Promise.allSettled(this.#open)
  }

  async #deliver(webhook: OutgoingWebhook, listeners: DeliveryListeners): Promise<Delivery> {
    const fault = this.#options.faults.take(`${webhook.vendor}.${webhook.kind ?? 'webhooks'}`)
    if (fault?.kind === 'delay' || fault?.kind === 'reorder') listeners.onFirstAttempt()
    if (fault?.kind === 'delay') await this.#options.pause(fault.delayMs)
    if (fault?.kind === 'reorder') await this.#holdBack()
    const delivery = await this.#attemptAll(webhook, fault, listeners)
    if (fault?.kind !== 'reorder') this.#releaseHeld()
    return fault?.kind === 'duplicate' ? this.#attemptAll(webhook, undefined, listeners) : delivery
  }

  async #attemptAll(
    webhook: OutgoingWebhook,
    fault: Fault | undefined,
    listeners: DeliveryListeners,
  ): Promise<Delivery> {
    const { vendor, eventType, subjectId, url } = webhook
    let delivery: Delivery = { vendor, eventType, subjectId, url, state: 'pending', attempts: [] }
    this.#lastNumber += 1
    const number = this.#lastNumber
    for (let attempt = 1; delivery.state === 'pending'; attempt += 1) {
      if (attempt > 1) await this.#options.pause(this.#options.retryDelayMs * 2 ** (attempt - 2))
      const { text, ...result } = await this.#attempt(webhook, attempt, attempt === 1 ? fault : undefined)
      delivery = { ...delivery, attempts: [...delivery.attempts, result], state: decideState(webhook, attempt, result) }
      this.#deliveries.set(number, delivery)
      if (delivery.state === 'delivered') listeners.onAnswer(text)
      listeners.onFirstAttempt()
    }
    this.#deliveries.delete(number - keptDeliveries)
    return delivery
  }

  async #attempt(
    webhook: OutgoingWebhook,
    attempt: number,
    fault: Fault | undefined,
  ): Promise<DeliveryAttempt & { readonly text: string }> {
    const now = this.#options.clock.now()
    const at = now.toISOString()
    const signedAt = fault?.kind === 'stale' ? new Date(now.getTime() - staleByMs) : now
    const body = JSON.stringify(webhook.toBody(attempt))
    const signature = await this.#options.signers[webhook.vendor](body, signedAt)
    const answer = await postBody(webhook, fault?.kind === 'tamper' ? tamper(body) : body, signature)
    return { at, ...answer, ...(fault === undefined ? {} : { fault: fault.kind }) }
  }

  /** Waits until a later webhook has been delivered. */
  async #holdBack(): Promise<void> {
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    this.#held.add(release)
    await Promise.race([released, this.#options.pause(reorderHoldMs)])
    this.#held.delete(release)
  }

  #releaseHeld(): void {
    for (const release of this.#held) release()
  }
}

async function postBody(
  webhook: OutgoingWebhook,
  body: string,
  signature: Readonly<Record<string, string>>,
): Promise<({ readonly status: number } | { readonly error: string }) & { readonly text: string }> {
  try {
    const answer = await fetch(webhook.url, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': webhook.vendor === 'retell' ? 'axios/1.15.2' : 'telnyx-webhooks',
        ...signature,
      },
      signal: AbortSignal.timeout(rules[webhook.vendor].timeoutMs),
    })
    return { status: answer.status, text: await answer.text() }
  } catch (error) {
    return { error: error instanceof Error ? error.name : 'unknown', text: '' }
  }
}

/** Any 2xx is success. Telnyx's voice events are not sent again after a 4xx other than 408 and 429. */
function decideState(webhook: OutgoingWebhook, attempt: number, result: DeliveryAttempt): Delivery['state'] {
  const status = result.status ?? 0
  if (status >= 200 && status < 300) return 'delivered'
  const isFinal =
    webhook.eventType.startsWith('call.') && status >= 400 && status < 500 && status !== 408 && status !== 429
  return isFinal || attempt >= (webhook.attempts ?? rules[webhook.vendor].attempts) ? 'failed' : 'pending'
}

function tamper(body: string): string {
  return body.replace(/\}$/, ',"tampered":true}')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
