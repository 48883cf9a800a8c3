import {
  type AppointmentBook,
  type BookingResult,
  type CallerMessages,
  parsePageCursor,
  toPage,
} from '@cloudgreet/core'
import {
  type Appointment,
  appointmentSchema,
  bookAppointmentRequestSchema,
  callerMessageSchema,
  changeAppointmentRequestSchema,
  pageOf,
  pageQuerySchema,
} from '@cloudgreet/core/contract'
import { z } from 'zod'

import type { IdempotencyKeys } from '../../data/idempotency-keys.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, idParameter, jsonAnswer, jsonBody, personProblems, problemAnswer } from '../describe-route.ts'
import type { Guards } from '../guards.ts'
import { answerOnce } from '../idempotent.ts'
import { notFound, RequestError } from '../request-error.ts'

export interface AppointmentRoutesOptions {
  readonly guards: Guards
  readonly book: AppointmentBook
  readonly callerMessages: CallerMessages
  readonly idempotencyKeys: IdempotencyKeys
}

/** What the owner does with appointments, by the rules that hold for the agent; and what callers left for the owner. */
export function createAppointmentRoutes({
  guards,
  book,
  callerMessages,
  idempotencyKeys,
}: AppointmentRoutesOptions): ApiApp {
  const app = createRouteApp()
  app.on('POST', ['/api/appointments'], guards.owner)
  app.on('PATCH', ['/api/appointments/:id'], guards.owner)
  app.on('GET', ['/api/caller-messages'], guards.owner)

  app.openapi(routes.book, async (context) => {
    const businessId = context.get('businessId')
    const { customerPhone = null, ...wish } = context.req.valid('json')
    const answer = await answerOnce(
      idempotencyKeys,
      {
        scope: `appointments:${businessId}`,
        key: context.req.header('idempotency-key'),
        request: { ...wish, customerPhone },
      },
      async () => ({ status: 201, body: requireBooked(await book.book(businessId, { ...wish, customerPhone })) }),
    )
    return context.json(appointmentSchema.parse(answer.body), 201)
  })
  app.openapi(routes.change, async (context) => {
    const businessId = context.get('businessId')
    const { id } = context.req.valid('param')
    const change = context.req.valid('json')
    const result =
      'startsAt' in change
        ? await book.reschedule(businessId, { appointmentId: id, startsAt: change.startsAt })
        : await book.cancel(businessId, id)
    return context.json(requireBooked(result), 200)
  })
  app.openapi(routes.listCallerMessages, async (context) => {
    const { limit, cursor } = context.req.valid('query')
    const page = { limit: limit + 1, after: parsePageCursor(cursor) }
    const messages = await callerMessages.list(context.get('businessId'), page)
    const rows = messages.map((message) => ({ at: new Date(message.createdAt), id: message.id, message }))
    return context.json(
      toPage(rows, limit, ({ message }) => message),
      200,
    )
  })
  return app
}

/** @throws {RequestError} 404; 409 with the rule's code, and in `detail` the nearest open times */
function requireBooked(result: BookingResult): Appointment {
  if (result.ok) return result.appointment
  if (result.code === 'appointment_not_found') throw notFound('appointment')
  throw new RequestError(409, result.code, describeRefusal(result))
}

function describeRefusal(refusal: Extract<BookingResult, { readonly ok: false }>): string {
  if ('services' in refusal) return `The services are: ${refusal.services.join(', ')}.`
  if (!('alternatives' in refusal)) return 'The appointment is cancelled or over.'
  const open = refusal.alternatives.map(({ startsAt }) => startsAt.toISOString())
  const times = open.length === 0 ? 'No time is open.' : `Open times: ${open.join(', ')}.`
  return `The time cannot be booked. ${times}`
}

const problems = {
  409: problemAnswer('The rules refuse: `code` says why, `detail` names open times.'),
  ...personProblems,
} as const

const routes = {
  book: createRoute({
    method: 'post',
    path: '/api/appointments',
    summary: 'Book an appointment by hand',
    request: {
      headers: z.object({ 'idempotency-key': z.string().optional() }),
      body: jsonBody(bookAppointmentRequestSchema),
    },
    responses: { 201: jsonAnswer('The appointment.', appointmentSchema), ...problems },
  }),
  change: createRoute({
    method: 'patch',
    path: '/api/appointments/{id}',
    summary: 'Move an appointment, or cancel it',
    request: { params: idParameter, body: jsonBody(changeAppointmentRequestSchema) },
    responses: {
      200: jsonAnswer('The appointment as it is now.', appointmentSchema),
      404: problemAnswer('Unknown, or of another business.'),
      ...problems,
    },
  }),
  listCallerMessages: createRoute({
    method: 'get',
    path: '/api/caller-messages',
    summary: 'What callers asked the agent to pass on, the newest first',
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer('A page of messages.', pageOf(callerMessageSchema)), ...personProblems },
  }),
}
