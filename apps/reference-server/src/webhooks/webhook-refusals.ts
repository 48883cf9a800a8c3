import { hash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

import type { Clock, IdSource, Logger, Timer } from '@cloudgreet/core'
import type { WebhookDiagnosis, WebhookRefusal as Refusal } from '@cloudgreet/telephony'

import { AttemptLimit } from '../http/attempt-limit.ts'
import { toClientAddress, toSenderNetwork } from '../http/client-address.ts'
import { RequestError } from '../http/request-error.ts'
import { toPath } from '../http/to-path.ts'
import type { RefusalLog } from './refusal-log.ts'
import type { WebhookSource } from './webhook-source.ts'
import type { WebhookTraffic } from './webhook-traffic.ts'

/** Refused requests of one address a minute; from the next on they hear 429. */
const maxRefusals = 120
/** Refused webhooks of one provider that are diagnosed in a minute, whatever their addresses. */
const maxDiagnoses = 60
const windowMs = 60_000
/** Longest body that is diagnosed. */
const longestDiagnosed = 1_048_576

export interface WebhookRefusalsOptions {
  readonly traffic: WebhookTraffic
  readonly log: RefusalLog
  readonly clock: Clock
  readonly ids: IdSource
  readonly timer: Timer
  readonly logger: Logger
  readonly trustedProxies: number
}

export interface RefusedWebhook {
  readonly source: WebhookSource
  readonly incoming: IncomingMessage
  readonly body: Uint8Array
  readonly refusal: Refusal
  readonly receivedAt: Date
}

/**
 * Refused webhooks: what the sender hears, and what operators see. The sender hears the plain reason; the diagnosis is
 * made after the answer, so that neither its words nor its time tell a forger how close he came.
 */
export class WebhookRefusals {
  readonly #options: WebhookRefusalsOptions
  readonly #refused: AttemptLimit
  readonly #diagnosed: AttemptLimit

  constructor(options: WebhookRefusalsOptions) {
    this.#options = options
    const { clock } = options
    this.#refused = new AttemptLimit({ maxAttempts: maxRefusals, windowMs, clock })
    this.#diagnosed = new AttemptLimit({ maxAttempts: maxDiagnoses, windowMs, clock })
  }

  /** @returns 401 with the reason; 429 after too many of those */
  refuse(refused: RefusedWebhook): RequestError {
    const { traffic, timer, logger, trustedProxies } = this.#options
    const { source, incoming, refusal } = refused
    const address = toClientAddress(incoming, trustedProxies)
    const sender = toSenderNetwork(address)
    const retryAfter = this.#refused.waitSeconds(sender)
    this.#refused.count(sender)
    traffic.countRefused(source.provider, refusal.reason)
    if (retryAfter > 0) {
      traffic.countRateLimited(source.provider)
      return new RequestError(429, 'too_many_refused_webhooks', 'Too many requests without a valid signature.', {
        retryAfter,
      })
    }
    const detail = refusal.reason === 'mismatch' ? describeMismatch(source) : refusal.detail
    timer.after(0, () => {
      this.#record(refused, { address, detail }).catch((error: unknown) =>
        logger.error('A refused webhook could not be diagnosed', { error }),
      )
    })
    return new RequestError(401, refusal.reason, detail)
  }

  async #record(refused: RefusedWebhook, { address, detail }: { address: string; detail: string }): Promise<void> {
    const { log, ids, logger } = this.#options
    const { source, incoming, body, refusal, receivedAt } = refused
    const keysTried = source.keyKinds
    const diagnosis = await this.#diagnose(refused)
    const row = {
      id: ids.next(),
      provider: source.provider,
      at: receivedAt.toISOString(),
      path: toPath(incoming.url),
      reason: refusal.reason,
      detail,
      address,
      bodyBytes: body.length,
      bodyDigest: hash('sha256', body),
      keysTried: [...keysTried],
      skewSeconds: diagnosis?.skewSeconds ?? null,
      diagnosis:
        diagnosis === undefined ? null : { isExplained: diagnosis.isExplained, mistakes: [...diagnosis.mistakes] },
    }
    log.add(row)
    logger.info('Webhook diagnosed', { event: 'webhook_refused', ...row })
  }

  /** Undefined where the work would not be bounded. */
  async #diagnose({ source, incoming, body, receivedAt }: RefusedWebhook): Promise<WebhookDiagnosis | undefined> {
    const { provider } = source
    if (body.length > longestDiagnosed || this.#diagnosed.waitSeconds(provider) > 0) return undefined
    this.#diagnosed.count(provider)
    return source.diagnose(body, incoming.headers, receivedAt)
  }
}

/** How many keys of which kind were tried. Never their values. */
function describeMismatch({ keyKinds }: WebhookSource): string {
  const kinds = keyKinds.map(({ kind, count }) => `${kind} x ${count}`).join(', ')
  return `None of the keys tried signed these bytes: ${kinds}.`
}
