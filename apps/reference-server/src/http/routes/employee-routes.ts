import { parsePageCursor, toPage } from '@cloudgreet/core'
import { leadQuerySchema, leadSchema, pageOf } from '@cloudgreet/core/contract'
import type { LeadId, LeadList } from '@cloudgreet/outreach'

import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, jsonAnswer, personProblems } from '../describe-route.ts'
import type { Guards } from '../guards.ts'

/** What sales people work with. */
export function createEmployeeRoutes({ guards, leads }: { readonly guards: Guards; readonly leads: LeadList }): ApiApp {
  const app = createRouteApp()
  app.use('/api/employee/*', guards.sales)
  app.openapi(leadsRoute, async (context) => {
    const { limit, cursor, status } = context.req.valid('query')
    const position = parsePageCursor(cursor)
    const after = position && { id: position.id as LeadId, createdAt: position.at }
    const found = await leads.list(context.get('businessId'), { limit: limit + 1, after, status })
    const rows = found.map((lead) => ({ lead, id: lead.id, at: lead.createdAt }))
    return context.json(
      toPage(rows, limit, ({ lead }) => ({ ...lead, createdAt: lead.createdAt.toISOString() })),
      200,
    )
  })
  return app
}

const leadsRoute = createRoute({
  method: 'get',
  path: '/api/employee/leads',
  summary: 'The leads, the newest first',
  request: { query: leadQuerySchema },
  responses: { 200: jsonAnswer('A page of leads.', pageOf(leadSchema)), ...personProblems },
})
