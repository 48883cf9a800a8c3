import {
  type BusinessId,
  type Clock,
  type EventOutbox,
  type IdSource,
  parsePageCursor,
  toPage,
  type Transactions,
} from '@cloudgreet/core'
import {
  appointmentQuerySchema,
  appointmentSchema,
  type Business,
  businessSchema,
  dashboardSchema,
  messageSchema,
  pageOf,
  pageQuerySchema,
  type UpdateBusinessRequest,
  updateBusinessRequestSchema,
} from '@cloudgreet/core/contract'
import type { CallLog, MessageLog } from '@cloudgreet/telephony'

import { listAppointments } from '../../data/appointments.ts'
import { updateBusiness, findBusiness } from '../../data/businesses.ts'
import { readDashboard } from '../../data/read-dashboard.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, foundProblems, jsonAnswer, jsonBody, personProblems, type z } from '../describe-route.ts'
import type { Guards } from '../guards.ts'
import { notFound } from '../request-error.ts'

export interface OwnerRoutesOptions {
  readonly guards: Guards
  readonly transactions: Transactions
  readonly calls: CallLog
  readonly messages: MessageLog
  readonly outbox: EventOutbox
  readonly clock: Clock
  readonly ids: IdSource
  /** Workflow that follows a change of settings; undefined when there is none. */
  readonly settingsFollowUp: string | undefined
}

/** What the owner of a business reads and sets. Rows of another business read like rows that do not exist. */
export function createOwnerRoutes(options: OwnerRoutesOptions): ApiApp {
  const { guards, transactions, messages } = options
  const app = createRouteApp()
  app.on('GET', [...readPaths], guards.owner)
  app.on('PATCH', ['/api/business'], guards.owner)

  app.openapi(routes.dashboard, async (context) => {
    const dashboard = await readDashboard(options, context.get('businessId'))
    return context.json(found(dashboard, 'business'), 200)
  })
  app.openapi(routes.listMessages, async (context) => {
    const page = await messages.list(context.get('businessId'), context.req.valid('query'))
    return context.json({ items: [...page.items], nextCursor: page.nextCursor }, 200)
  })
  app.openapi(routes.listAppointments, async (context) => {
    const page = await readAppointments(transactions, context.get('businessId'), context.req.valid('query'))
    return context.json(page, 200)
  })
  app.openapi(routes.getBusiness, async (context) => {
    const id: BusinessId = context.get('businessId')
    const business = await transactions.asTenant(id, (transaction) => findBusiness(transaction, id))
    return context.json(found(business, 'business'), 200)
  })
  app.openapi(routes.updateBusiness, async (context) => {
    const id: BusinessId = context.get('businessId')
    const business = await changeBusiness(options, id, context.req.valid('json'))
    return context.json(found(business, 'business'), 200)
  })
  return app
}

/** The change and the event that its agent follows are one transaction. */
function changeBusiness(
  { transactions, outbox, clock, ids, settingsFollowUp }: OwnerRoutesOptions,
  id: BusinessId,
  changes: UpdateBusinessRequest,
): Promise<Business | undefined> {
  return transactions.asTenant(id, async (transaction) => {
    const now = clock.now()
    await updateBusiness(transaction, id, { changes, now })
    const business = await findBusiness(transaction, id)
    if (business === undefined) return undefined
    await outbox.append(
      {
        id: ids.next(),
        businessId: id,
        type: 'business_updated',
        occurredAt: now,
        data: { changedAt: now.toISOString() },
        workflow: settingsFollowUp,
      },
      transaction,
    )
    return business
  })
}

async function readAppointments(
  transactions: Transactions,
  business: BusinessId,
  { limit, cursor, from }: z.output<typeof appointmentQuerySchema>,
) {
  const filter = {
    limit: limit + 1,
    after: parsePageCursor(cursor),
    from: from === undefined ? undefined : new Date(from),
  }
  const rows = await transactions.asTenant(business, (transaction) => listAppointments(transaction, business, filter))
  return toPage(rows, limit, ({ appointment }) => appointment)
}

/** @throws {RequestError} 404 */
function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw notFound(what)
  return value
}

const readPaths = ['/api/dashboard/data', '/api/messages', '/api/appointments', '/api/business'] as const

const listRequest = { query: pageQuerySchema }

const routes = {
  dashboard: createRoute({
    method: 'get',
    path: '/api/dashboard/data',
    summary: 'The dashboard, with the place in the live stream that it shows',
    responses: { 200: jsonAnswer('The dashboard.', dashboardSchema), ...foundProblems },
  }),
  listMessages: createRoute({
    method: 'get',
    path: '/api/messages',
    summary: 'Texts in and out, the newest first',
    request: listRequest,
    responses: { 200: jsonAnswer('A page of texts.', pageOf(messageSchema)), ...personProblems },
  }),
  listAppointments: createRoute({
    method: 'get',
    path: '/api/appointments',
    summary: 'Appointments, the latest first; with `from`, those that end later, the soonest first',
    request: { query: appointmentQuerySchema },
    responses: { 200: jsonAnswer('A page of appointments.', pageOf(appointmentSchema)), ...personProblems },
  }),
  getBusiness: createRoute({
    method: 'get',
    path: '/api/business',
    summary: 'The business',
    responses: { 200: jsonAnswer('The business.', businessSchema), ...foundProblems },
  }),
  updateBusiness: createRoute({
    method: 'patch',
    path: '/api/business',
    summary: 'Change the business: hours, greeting, services, booking rules, forward number, agent paused',
    request: { body: jsonBody(updateBusinessRequestSchema) },
    responses: { 200: jsonAnswer('The business as it is now.', businessSchema), ...foundProblems },
  }),
}
