import type { IncomingMessage } from 'node:http'

import type { Clock } from '@cloudgreet/core'

import { readBody } from '../http/read-body.ts'
import { RequestError } from '../http/request-error.ts'
import type { WebhookRefusals } from './webhook-refusals.ts'
import type { WebhookSource } from './webhook-source.ts'
import type { WebhookTraffic } from './webhook-traffic.ts'

const maxBodyBytes = 8_388_608

export interface VerifiedBodyOptions {
  readonly traffic: WebhookTraffic
  readonly refusals: WebhookRefusals
  readonly clock: Clock
}

/**
 * Reads the body and lets it through when its signature is right.
 *
 * @throws {RequestError} 401 with the reason; 429 after too many of those; 413 and 415
 */
export type ReadVerifiedBody = (source: WebhookSource, incoming: IncomingMessage) => Promise<Buffer>

export function createVerifiedBody({ traffic, refusals, clock }: VerifiedBodyOptions): ReadVerifiedBody {
  return async (source, incoming) => {
    const { headers } = incoming
    const encoding = headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity') {
      traffic.countRefused(source.provider, 'content_encoding_refused')
      throw new RequestError(415, 'content_encoding_refused', 'Send the body as it is, without Content-Encoding.')
    }
    const body = await readBody(incoming, maxBodyBytes)
    const receivedAt = clock.now()
    const verification = await source.verify(body, headers, receivedAt)
    // The check is cheap, and only what it refuses counts against an address: a verified event is never answered 429.
    if (!verification.ok) throw refusals.refuse({ source, incoming, body, refusal: verification, receivedAt })
    traffic.countAccepted(source.provider)
    return body
  }
}
