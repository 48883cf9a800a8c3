import { compareNewestFirst, type PagePosition } from '@cloudgreet/core'
import type { WebhookRefusal } from '@cloudgreet/core/contract'

import type { WebhookProvider } from './webhook-traffic.ts'

export interface RefusalFilter {
  readonly limit: number
  readonly after?: PagePosition | undefined
  readonly provider?: WebhookProvider | undefined
  readonly reason?: string | undefined
}

export interface RefusalRow extends PagePosition {
  readonly refusal: WebhookRefusal
}

/** Kept of each provider, so that a flood on one route does not push out what went wrong on another. */
const keptRefusals = 200

/** The newest refused webhooks of each provider, in the memory of this process: no refused request writes a row. */
export class RefusalLog {
  readonly #rows: Record<WebhookProvider, RefusalRow[]> = { retell: [], telnyx: [] }

  add(refusal: WebhookRefusal): void {
    const rows = this.#rows[refusal.provider]
    rows.push({ at: new Date(refusal.at), id: refusal.id, refusal })
    if (rows.length > keptRefusals) rows.shift()
  }

  /** The newest first. */
  list({ limit, after, provider, reason }: RefusalFilter): RefusalRow[] {
    const providers: readonly WebhookProvider[] = provider === undefined ? ['retell', 'telnyx'] : [provider]
    return providers
      .flatMap((name) => this.#rows[name])
      .filter(({ refusal }) => reason === undefined || refusal.reason === reason)
      .filter((row) => after === undefined || compareNewestFirst(row, after) > 0)
      .toSorted(compareNewestFirst)
      .slice(0, limit)
  }
}
