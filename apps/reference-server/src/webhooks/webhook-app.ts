import type { Logger } from '@cloudgreet/core'
import type { createInboundCallAnswer, DispatchedFunction, FunctionDispatcher } from '@cloudgreet/telephony'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'

import { answerProblem } from '../http/problem-response.ts'
import { RequestError } from '../http/request-error.ts'
import { toTraceId } from '../http/trace-id.ts'
import type { ReadVerifiedBody } from './verified-body.ts'
import { webhookPaths } from './webhook-paths.ts'
import type { WebhookSource } from './webhook-source.ts'

export interface WebhookAppOptions {
  readonly retell: WebhookSource
  readonly readVerified: ReadVerifiedBody
  readonly answerInboundCall: ReturnType<typeof createInboundCallAnswer>
  readonly functions: FunctionDispatcher
  readonly logger: Logger
}

/** What a voice agent asks us before and during a call. An app of its own: none of the middlewares is for it. */
export function createWebhookApp(options: WebhookAppOptions): Hono<{ Bindings: HttpBindings }> {
  const { retell, readVerified, answerInboundCall, functions, logger } = options
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.post(webhookPaths.inboundCall, async (context) => {
    const answered = await answerInboundCall(await readVerified(retell, context.env.incoming))
    if (answered.ok) return toJson(answered.answer)
    throw new RequestError(400, answered.code, 'This is not an inbound call of Retell.')
  })
  app.post(webhookPaths.agentFunction, async (context) => {
    const body = await readVerified(retell, context.env.incoming)
    const dispatched = await functions.dispatch(context.req.param('name'), body)
    if (dispatched.ok) return toJson(dispatched.answer)
    const { status, detail } = refusals[dispatched.code]
    throw new RequestError(status, dispatched.code, detail)
  })
  app.onError((error, context) => {
    const { method, path } = context.req
    return answerProblem(error, { method, path, traceId: toTraceId(context.req.header('traceparent')) }, logger)
  })
  return app
}

type FunctionRefusal = Extract<DispatchedFunction, { readonly ok: false }>['code']

/** Requests that no agent of ours makes. What the rules refuse is answered 200: the model must hear why. */
const refusals: Readonly<Record<FunctionRefusal, { readonly status: 400 | 404; readonly detail: string }>> = {
  unknown_function: { status: 404, detail: 'The agent has no function of this name.' },
  not_json: { status: 400, detail: 'The body is not valid JSON.' },
  schema_mismatch: { status: 400, detail: 'This is not a function call of Retell.' },
  call_missing: { status: 400, detail: 'Nothing tells whose call it is: leave args_at_root off for this function.' },
  name_mismatch: { status: 400, detail: 'The body was signed for another function than the path names.' },
}

function toJson(body: unknown): Response {
  return new Response(JSON.stringify(body), {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
}
