import type { Logger } from '@cloudgreet/core'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'

import { answerProblem } from '../http/problem-response.ts'
import { RequestError } from '../http/request-error.ts'
import { toTraceId } from '../http/trace-id.ts'
import { answerInboundCall, type InboundCallBusinesses } from './answer-inbound-call.ts'
import type { ReadVerifiedBody } from './verified-body.ts'
import { webhookPaths } from './webhook-paths.ts'
import type { WebhookSource } from './webhook-source.ts'

export interface WebhookAppOptions {
  readonly retell: WebhookSource
  readonly readVerified: ReadVerifiedBody
  readonly businesses: InboundCallBusinesses
  readonly logger: Logger
}

/** What a voice agent asks us before and during a call. An app of its own: none of the middlewares is for it. */
export function createWebhookApp(options: WebhookAppOptions): Hono<{ Bindings: HttpBindings }> {
  const { retell, readVerified, logger } = options
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.post(webhookPaths.inboundCall, async (context) => {
    const body = await readVerified(retell, context.env.incoming)
    return toJson(await answerInboundCall(body, options.businesses))
  })
  app.post(webhookPaths.agentFunction, async (context) => {
    await readVerified(retell, context.env.incoming)
    throw new RequestError(404, 'unknown_function', 'The agent has no function of this name.')
  })
  app.onError((error, context) => {
    const { method, path } = context.req
    return answerProblem(error, { method, path, traceId: toTraceId(context.req.header('traceparent')) }, logger)
  })
  return app
}

function toJson(body: unknown): Response {
  return new Response(JSON.stringify(body), {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
}
