import type { Clock } from '@cloudgreet/core'
import { detailedHealthSchema, healthSchema } from '@cloudgreet/core/contract'

import type { DetailedHealthSource } from '../../data/detailed-health.ts'
import type { Readiness } from '../../readiness.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, jsonAnswer, personProblems, z } from '../describe-route.ts'
import type { Guards } from '../guards.ts'

export interface HealthRoutesOptions {
  readonly guards: Guards
  readonly readiness: Readiness
  readonly detailed: DetailedHealthSource
  readonly metrics: () => Promise<string>
  readonly clock: Clock
}

/** Liveness, readiness, health in detail, metrics. */
export function createHealthRoutes({ guards, readiness, detailed, metrics, clock }: HealthRoutesOptions): ApiApp {
  const app = createRouteApp()
  app.openapi(livenessRoute, (context) => context.json({ status: 'ok' as const, time: clock.now().toISOString() }, 200))
  for (const path of ['/readyz', '/api/health'] as const)
    app.openapi(readinessRoute(path), async (context) => {
      const status = await readiness.status()
      const health = { status, time: clock.now().toISOString() }
      if (status === 'ok') return context.json(health, 200)
      context.header('Retry-After', '1')
      return context.json(health, 503)
    })
  app.on('GET', ['/api/health/detailed', '/metrics'], guards.internalOrAdmin)
  app.openapi(detailedRoute, async (context) => context.json(await detailed.read(), 200))
  app.openapi(metricsRoute, async (context) => context.text(await metrics(), 200))
  return app
}

const livenessRoute = createRoute({
  method: 'get',
  path: '/livez',
  summary: 'The process lives; says nothing of the database',
  responses: { 200: jsonAnswer('It lives.', healthSchema) },
})

const readinessRoute = (path: string) =>
  createRoute({
    method: 'get',
    path,
    summary: 'The server takes requests',
    responses: {
      200: jsonAnswer('It does.', healthSchema),
      503: jsonAnswer('The database is away, or the server is stopping.', healthSchema),
    },
  })

const detailedRoute = createRoute({
  method: 'get',
  path: '/api/health/detailed',
  summary: 'Components, webhooks, stock, holds',
  responses: { 200: jsonAnswer('In detail.', detailedHealthSchema), ...personProblems },
})

const metricsRoute = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Prometheus text',
  responses: { 200: { description: 'Metrics.', content: { 'text/plain': { schema: z.string() } } }, ...personProblems },
})
