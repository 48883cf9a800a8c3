import type { Clock } from '@cloudgreet/core'
import type { DetailedHealth } from '@cloudgreet/core/contract'

export type WebhookProvider = 'retell' | 'telnyx'

type Traffic = {
  lastAcceptedAt: string | null
  lastRefusedAt: string | null
  lastRefusedReason: string | null
  accepted: number
  refused: number
  rateLimited: number
}

/** Counts the webhooks of each provider, as this process sees them. */
export class WebhookTraffic {
  readonly #clock: Clock
  readonly #byProvider: Record<WebhookProvider, Traffic> = { retell: noTraffic(), telnyx: noTraffic() }

  constructor(clock: Clock) {
    this.#clock = clock
  }

  countAccepted(provider: WebhookProvider): void {
    const traffic = this.#byProvider[provider]
    traffic.accepted += 1
    traffic.lastAcceptedAt = this.#clock.now().toISOString()
  }

  countRefused(provider: WebhookProvider, reason: string): void {
    const traffic = this.#byProvider[provider]
    traffic.refused += 1
    traffic.lastRefusedAt = this.#clock.now().toISOString()
    traffic.lastRefusedReason = reason
  }

  countRateLimited(provider: WebhookProvider): void {
    this.#byProvider[provider].rateLimited += 1
  }

  snapshot(): DetailedHealth['webhooks'] {
    return structuredClone(this.#byProvider)
  }
}

function noTraffic(): Traffic {
  return {
    lastAcceptedAt: null,
    lastRefusedAt: null,
    lastRefusedReason: null,
    accepted: 0,
    refused: 0,
    rateLimited: 0,
  }
}
