import { isId } from '@cloudgreet/core'
import { diagnosisSchema, type DoctorReport, doctorReportSchema, idSchema } from '@cloudgreet/core/contract'
import type { CallDiagnosis } from '@cloudgreet/telephony'

import type { LiveSecrets } from '../../config/live-secrets.ts'
import type { WebhookTraffic } from '../../webhooks/webhook-traffic.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, foundProblems, jsonAnswer, z } from '../describe-route.ts'
import type { Guards } from '../guards.ts'
import { notFound } from '../request-error.ts'

export interface DiagnoseRoutesOptions {
  readonly guards: Guards
  readonly diagnosis: CallDiagnosis
  readonly traffic: WebhookTraffic
  readonly liveSecrets: LiveSecrets
}

/** Why the calls of a business do not connect; without a business, how the server stands with its vendors. */
export function createDiagnoseRoutes(options: DiagnoseRoutesOptions): ApiApp {
  const { guards, diagnosis } = options
  const app = createRouteApp()
  app.on('GET', ['/api/internal/diagnose'], guards.internal)
  app.openapi(route, async (context) => {
    const { businessId } = context.req.valid('query')
    if (businessId === undefined) return context.json(await examine(options), 200)
    const found = isId<'Business'>(businessId) ? await diagnosis.diagnose(businessId) : undefined
    if (found === undefined) throw notFound('business')
    return context.json(found, 200)
  })
  return app
}

const vendors = ['retell', 'telnyx'] as const

async function examine({ diagnosis, traffic, liveSecrets }: DiagnoseRoutesOptions): Promise<DoctorReport> {
  const credentials = await diagnosis.checkCredentials()
  const healthy = credentials.every(({ state }) => state === 'ok')
  const webhookSecrets = vendors.flatMap((vendor) =>
    liveSecrets.current[vendor].kinds.map((kind) => ({ vendor, ...kind })),
  )
  return { healthy, credentials: [...credentials], webhookSecrets, webhooks: traffic.snapshot() }
}

const route = createRoute({
  method: 'get',
  path: '/api/internal/diagnose',
  summary: 'Why the calls of a business do not connect; without one, whether each vendor takes our key',
  request: { query: z.object({ businessId: idSchema.optional() }) },
  responses: {
    200: jsonAnswer('The diagnosis, or the report of the doctor.', z.union([diagnosisSchema, doctorReportSchema])),
    ...foundProblems,
  },
})
