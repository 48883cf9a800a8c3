import type { Clock } from '@cloudgreet/core'
import type { DetailedHealth } from '@cloudgreet/core/contract'

export type WebhookProvider = 'retell' | 'telnyx'

type Traffic = {
  lastAcceptedAt: Date | null
  lastRefusedAt: Date | null
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
    traffic.lastAcceptedAt = this.#clock.now()
  }

  countRefused(provider: WebhookProvider, reason: string): void {
    const traffic = this.#byProvider[provider]
    traffic.refused += 1
    traffic.lastRefusedAt = this.#clock.now()
    traffic.lastRefusedReason = reason
  }

  countRateLimited(provider: WebhookProvider): void {
    this.#byProvider[provider].rateLimited += 1
  }

  snapshot(): DetailedHealth['webhooks'] {
    return { retell: toSnapshot(this.#byProvider.retell), telnyx: toSnapshot(this.#byProvider.telnyx) }
  }
}

function toSnapshot({
  lastAcceptedAt,
  lastRefusedAt,
  ...counts
}: Traffic): DetailedHealth['webhooks'][WebhookProvider] {
  return {
    ...counts,
    lastAcceptedAt: lastAcceptedAt?.toISOString() ?? null,
    lastRefusedAt: lastRefusedAt?.toISOString() ?? null,
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
