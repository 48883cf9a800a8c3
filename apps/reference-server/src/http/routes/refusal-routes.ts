import { parsePageCursor, toPage } from '@cloudgreet/core'
import { pageOf, pageQuerySchema, webhookRefusalSchema } from '@cloudgreet/core/contract'
import { z } from 'zod'

import type { RefusalLog } from '../../webhooks/refusal-log.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, jsonAnswer, personProblems } from '../describe-route.ts'
import type { Guards } from '../guards.ts'

export interface RefusalRoutesOptions {
  readonly guards: Guards
  readonly log: RefusalLog
}

/** The webhooks that were refused, for whoever finds out why. */
export function createRefusalRoutes({ guards, log }: RefusalRoutesOptions): ApiApp {
  const app = createRouteApp()
  app.use('/api/internal/webhooks/refusals', guards.internal)
  app.openapi(refusalsRoute, (context) => {
    const { limit, cursor, provider, reason } = context.req.valid('query')
    const rows = log.list({ limit: limit + 1, after: parsePageCursor(cursor), provider, reason })
    return context.json(
      toPage(rows, limit, ({ refusal }) => refusal),
      200,
    )
  })
  return app
}

const refusalsQuerySchema = pageQuerySchema.extend({
  provider: webhookRefusalSchema.shape.provider.optional(),
  reason: z.string().max(64).optional(),
})

const refusalsRoute = createRoute({
  method: 'get',
  path: '/api/internal/webhooks/refusals',
  summary: 'The newest refused webhooks of this process, each with what was wrong and what to do',
  request: { query: refusalsQuerySchema },
  responses: { 200: jsonAnswer('A page of refusals.', pageOf(webhookRefusalSchema)), ...personProblems },
})
