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
  readonly refusedByReason: Record<string, number>
}

/** Counts the webhooks of each provider, as this process sees them. */
export class WebhookTraffic {
  readonly #clock: Clock
  readonly #countedSince: string
  readonly #byProvider: Record<WebhookProvider, Traffic> = { retell: noTraffic(), telnyx: noTraffic() }

  constructor(clock: Clock) {
    this.#clock = clock
    this.#countedSince = clock.now().toISOString()
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
    traffic.refusedByReason[reason] = (traffic.refusedByReason[reason] ?? 0) + 1
  }

  countRateLimited(provider: WebhookProvider): void {
    this.#byProvider[provider].rateLimited += 1
  }

  snapshot(): DetailedHealth['webhooks'] {
    const { retell, telnyx } = this.#byProvider
    const since = { countedSince: this.#countedSince }
    return { retell: { ...since, ...toSnapshot(retell) }, telnyx: { ...since, ...toSnapshot(telnyx) } }
  }
}

function toSnapshot({
  lastAcceptedAt,
  lastRefusedAt,
  refusedByReason,
  ...counts
}: Traffic): Omit<DetailedHealth['webhooks'][WebhookProvider], 'countedSince'> {
  return {
    ...counts,
    refusedByReason: { ...refusedByReason },
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
    refusedByReason: {},
  }
}
