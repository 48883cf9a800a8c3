import { ticketSchema } from '@cloudgreet/core/contract'

import type { RealtimeTickets } from '../../data/realtime-tickets.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, jsonAnswer, personProblems } from '../describe-route.ts'
import type { Guards } from '../guards.ts'

/** Tickets with which browsers open the live stream. */
export function createRealtimeRoutes(options: { readonly guards: Guards; readonly tickets: RealtimeTickets }): ApiApp {
  const app = createRouteApp()
  app.on('POST', ['/api/realtime/ticket'], options.guards.owner)
  app.openapi(ticketRoute, async (context) => {
    const { user, tokenId } = context.get('principal')
    const { ticket, expiresAt } = await options.tickets.issue({
      userId: user.id,
      businessId: context.get('businessId'),
      tokenId,
    })
    return context.json({ ticket, expiresAt: expiresAt.toISOString() }, 200)
  })
  return app
}

const ticketRoute = createRoute({
  method: 'post',
  path: '/api/realtime/ticket',
  summary: 'A ticket for the live stream: one use, at most 60 seconds',
  responses: { 200: jsonAnswer('The ticket.', ticketSchema), ...personProblems },
})
