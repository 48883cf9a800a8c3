import type { Clock, Logger } from '@cloudgreet/core'
import type { InboundPipeline } from '@cloudgreet/core/inbound'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'

import { toClientAddress } from '../http/client-address.ts'
import { AttemptLimit } from '../http/attempt-limit.ts'
import { answerProblem } from '../http/problem-response.ts'
import { readBody } from '../http/read-body.ts'
import { RequestError } from '../http/request-error.ts'
import { toTraceId } from '../http/trace-id.ts'
import { answerInboundCall, type InboundCallBusinesses } from './answer-inbound-call.ts'
import type { WebhookSource } from './webhook-source.ts'
import type { WebhookTraffic } from './webhook-traffic.ts'

const maxBodyBytes = 8_388_608
/** Refused requests of one address a minute; from the next on they hear 429. */
const maxRefusals = 120
const refusalWindowMs = 60_000

export interface WebhookAppOptions {
  readonly pipeline: InboundPipeline
  readonly retell: WebhookSource
  readonly telnyx: WebhookSource
  readonly traffic: WebhookTraffic
  readonly businesses: InboundCallBusinesses
  readonly clock: Clock
  readonly logger: Logger
  readonly trustedProxies: number
}

type WebhookContext = Context<{ Bindings: HttpBindings }>

/** Where each webhook arrives. */
export const webhookPaths = {
  retell: ['/api/retell/webhook'],
  telnyx: ['/api/telnyx/voice-webhook', '/api/sms/webhook', '/api/telnyx/numbers-webhook'],
  inboundCall: '/api/retell/inbound',
  agentFunction: '/api/retell/functions/:name',
} as const

/**
 * The routes that vendors call. An app of its own without middleware: it is the hottest path of the server,
 * and three stock middlewares cost more than all the rest of it.
 */
export function createWebhookApp(options: WebhookAppOptions): Hono<{ Bindings: HttpBindings }> {
  const { pipeline, retell, telnyx, clock, logger } = options
  const receive = createVerifiedReader(options)
  const store = (source: WebhookSource) => async (context: WebhookContext) => {
    const body = await receive(source, context)
    const { provider } = source
    const answer = await pipeline.receive({ provider, account: 'default', body, receivedAt: clock.now() })
    if (answer.status === 200) return toJson(answer.body)
    throw new RequestError(400, answer.code, 'The signature is right, the body is not: it was kept for an operator.')
  }

  const app = new Hono<{ Bindings: HttpBindings }>()
  for (const path of webhookPaths.retell) app.post(path, store(retell))
  for (const path of webhookPaths.telnyx) app.post(path, store(telnyx))
  app.post(webhookPaths.inboundCall, async (context) => {
    const body = await receive(retell, context)
    return toJson(await answerInboundCall(body, options.businesses))
  })
  app.post(webhookPaths.agentFunction, async (context) => {
    await receive(retell, context)
    throw new RequestError(404, 'unknown_function', 'The agent has no function of this name.')
  })
  app.onError((error, context) => {
    const { method, path } = context.req
    return answerProblem(error, { method, path, traceId: toTraceId(context.req.header('traceparent')) }, logger)
  })
  return app
}

/** Reads the body and lets it through when its signature is right. */
function createVerifiedReader({ traffic, clock, trustedProxies }: WebhookAppOptions) {
  const refusals = new AttemptLimit({ maxAttempts: maxRefusals, windowMs: refusalWindowMs, clock })

  return async (source: WebhookSource, context: WebhookContext): Promise<Buffer> => {
    const { incoming } = context.env
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

function toJson(body: unknown): Response {
  return new Response(JSON.stringify(body), {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
}
