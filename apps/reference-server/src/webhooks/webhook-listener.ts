import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'

import type { Clock, Logger } from '@cloudgreet/core'
import type { InboundPipeline } from '@cloudgreet/core/inbound'

import type { DirectListener } from '../http/http-server.ts'
import { writeProblem } from '../http/problem-response.ts'
import { RequestError } from '../http/request-error.ts'
import { toPath } from '../http/to-path.ts'
import { toTraceId } from '../http/trace-id.ts'
import type { ReadVerifiedBody } from './verified-body.ts'
import { webhookPaths } from './webhook-paths.ts'
import type { WebhookSource } from './webhook-source.ts'

export interface WebhookListenerOptions {
  readonly pipeline: InboundPipeline
  readonly retell: WebhookSource
  readonly telnyx: WebhookSource
  readonly readVerified: ReadVerifiedBody
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * The webhooks that are stored. They come straight from Node's server, before any router: it is the hottest path,
 * and three stock middlewares cost more than all the rest of it.
 */
export function createWebhookListener(options: WebhookListenerOptions): DirectListener {
  const { retell, telnyx, logger } = options
  const sources: ReadonlyMap<string, WebhookSource> = new Map([
    ...webhookPaths.retell.map((path) => [path, retell] as const),
    ...webhookPaths.telnyx.map((path) => [path, telnyx] as const),
  ])
  return (incoming, outgoing) => {
    if (incoming.method !== 'POST') return false
    const path = toPath(incoming.url)
    const source = sources.get(path)
    if (source === undefined) return false
    store(options, source, incoming).then(
      (text) => outgoing.writeHead(200, toJsonHeaders(text)).end(text),
      (error: unknown) => {
        const traceId = toTraceId(incoming.headers.traceparent)
        writeProblem(outgoing, error, { request: { method: 'POST', path, traceId }, logger })
      },
    )
    return true
  }
}

/** @returns the answer's body */
async function store(
  { pipeline, readVerified, clock }: WebhookListenerOptions,
  source: WebhookSource,
  incoming: IncomingMessage,
): Promise<string> {
  const body = await readVerified(source, incoming)
  const { provider } = source
  const answer = await pipeline.receive({ provider, account: 'default', body, receivedAt: clock.now() })
  if (answer.status === 200) return JSON.stringify(answer.body)
  throw new RequestError(400, answer.code, 'The signature is right, the body is not: it was kept for an operator.')
}

function toJsonHeaders(text: string): OutgoingHttpHeaders {
  return {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'Content-Length': Buffer.byteLength(text),
  }
}
