import type { IncomingMessage } from 'node:http'

import type { Clock } from '@cloudgreet/core'

import { AttemptLimit } from '../http/attempt-limit.ts'
import { toClientAddress } from '../http/client-address.ts'
import { readBody } from '../http/read-body.ts'
import { RequestError } from '../http/request-error.ts'
import type { WebhookSource } from './webhook-source.ts'
import type { WebhookTraffic } from './webhook-traffic.ts'

const maxBodyBytes = 8_388_608
/** Refused requests of one address a minute; from the next on they hear 429. */
const maxRefusals = 120
const refusalWindowMs = 60_000

export interface VerifiedBodyOptions {
  readonly traffic: WebhookTraffic
  readonly clock: Clock
  readonly trustedProxies: number
}

/**
 * Reads the body and lets it through when its signature is right.
 *
 * @throws {RequestError} 401 with the reason; 429 after too many of those; 413 and 415
 */
export type ReadVerifiedBody = (source: WebhookSource, incoming: IncomingMessage) => Promise<Buffer>

export function createVerifiedBody({ traffic, clock, trustedProxies }: VerifiedBodyOptions): ReadVerifiedBody {
  const refusals = new AttemptLimit({ maxAttempts: maxRefusals, windowMs: refusalWindowMs, clock })

  return async (source, incoming) => {
    const { headers } = incoming
    const encoding = headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity')
      throw new RequestError(415, 'content_encoding_refused', 'Send the body as it is, without Content-Encoding.')
    const body = await readBody(incoming, maxBodyBytes)
    const verification = await source.verify(body, headers, clock.now())
    if (verification.ok) {
      traffic.countAccepted(source.provider)
      return body
    }
    // The check above is cheap, and only what it refuses counts: a verified event is never answered 429.
    const address = toClientAddress(incoming, trustedProxies)
    const retryAfter = refusals.waitSeconds(address)
    refusals.count(address)
    traffic.countRefused(source.provider, verification.reason)
    if (retryAfter === 0) throw new RequestError(401, verification.reason, verification.detail)
    traffic.countRateLimited(source.provider)
    throw new RequestError(429, 'too_many_refused_webhooks', 'Too many requests without a valid signature.', {
      retryAfter,
    })
  }
}
