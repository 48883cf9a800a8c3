import {
  type BusinessId,
  type Clock,
  type EventId,
  type IdSource,
  isId,
  parsePageCursor,
  toPage,
  type Transactions,
} from '@cloudgreet/core'
import {
  type DeadLetterEntry,
  deadLetterPageSchema,
  deadLetterQuerySchema,
  inboxEntrySchema,
  inboxEventSchema,
  pageOf,
  pageQuerySchema,
} from '@cloudgreet/core/contract'
import type { DeadLetter, DeadLetterGroup, DeadLetters } from '@cloudgreet/core/inbound'
import { z } from 'zod'

import { listInboxEntries } from '../../data/inbox-entries.ts'
import { findInboxEvent } from '../../data/inbox-event.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, idParameter, jsonAnswer, personProblems, problemAnswer } from '../describe-route.ts'
import { notFound } from '../request-error.ts'
import { replayPath } from './replay-routes.ts'

export interface InboxRoutesOptions {
  readonly transactions: Transactions
  readonly deadLetters: DeadLetters
  readonly clock: Clock
  readonly ids: IdSource
}

/** What came in, and what of it waits for an operator. Its caller guards the paths. */
export function createInboxRoutes(options: InboxRoutesOptions): ApiApp {
  const { transactions, deadLetters } = options
  const app = createRouteApp()
  app.openapi(inboxRoute, async (context) => {
    const { limit, cursor, provider, status } = context.req.valid('query')
    const after = parsePageCursor(cursor)
    const rows = await listInboxEntries(transactions, { limit: limit + 1, after, provider, status })
    return context.json(
      toPage(rows, limit, ({ entry }) => entry),
      200,
    )
  })
  app.openapi(inboxEventRoute, async (context) => {
    const { id } = context.req.valid('param')
    const { body } = context.req.valid('query')
    const event = isId<'Event'>(id) ? await findInboxEvent(options, id, { withBody: body }) : undefined
    if (event === undefined) throw notFound('webhook')
    return context.json(event, 200)
  })
  app.openapi(deadLettersRoute, async (context) => {
    const { limit, cursor, from, to, businessId, ...same } = context.req.valid('query')
    const place = parsePageCursor(cursor)
    const filter = { ...same, businessId: businessId as BusinessId, from: toDate(from), to: toDate(to) }
    const after = place && { lastFailedAt: place.at, id: place.id as EventId }
    const found = await deadLetters.list(filter, { limit: limit + 1, after })
    const rows = found.map((letter) => ({ letter, at: letter.lastFailedAt, id: letter.id }))
    const summary = place === undefined ? (await deadLetters.summarize(filter)).map(toGroup) : null
    return context.json({ ...toPage(rows, limit, ({ letter }) => toEntry(letter)), summary }, 200)
  })
  return app
}

function toEntry(letter: DeadLetter): DeadLetterEntry {
  return {
    ...letter,
    eventType: letter.eventType ?? null,
    businessId: letter.businessId ?? null,
    errorClass: letter.errorClass ?? null,
    receivedAt: letter.receivedAt.toISOString(),
    firstFailedAt: letter.firstFailedAt.toISOString(),
    lastFailedAt: letter.lastFailedAt.toISOString(),
    replay: { method: 'POST', path: replayPath, body: { ids: [letter.id] } },
  }
}

function toGroup({ errorClass, status, count, firstFailedAt, lastFailedAt }: DeadLetterGroup) {
  return {
    errorClass: errorClass ?? null,
    status,
    count,
    firstFailedAt: firstFailedAt.toISOString(),
    lastFailedAt: lastFailedAt.toISOString(),
  }
}

function toDate(instant: string | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant)
}

const inboxQuerySchema = pageQuerySchema.extend({
  provider: z.string().max(64).optional(),
  status: inboxEntrySchema.shape.status.optional(),
})

const inboxRoute = createRoute({
  method: 'get',
  path: '/api/internal/webhooks/inbox',
  summary: 'Webhooks that came in, the newest first, with the status and time that we answered',
  request: { query: inboxQuerySchema },
  responses: { 200: jsonAnswer('A page of webhooks.', pageOf(inboxEntrySchema)), ...personProblems },
})

const inboxEventRoute = createRoute({
  method: 'get',
  path: '/api/internal/webhooks/inbox/{id}',
  summary: 'One webhook: its tries, its size and digest; with `body=true` its bytes, and that it was read is audited',
  request: { params: idParameter, query: z.object({ body: z.stringbool().default(false) }) },
  responses: {
    200: jsonAnswer('The webhook.', inboxEventSchema),
    404: problemAnswer('There is no such webhook.'),
    ...personProblems,
  },
})

const deadLettersRoute = createRoute({
  method: 'get',
  path: '/api/internal/webhooks/dead-letters',
  summary: 'Webhooks that wait for an operator: tried too often, or not readable; the newest failure first',
  request: { query: deadLetterQuerySchema },
  responses: {
    200: jsonAnswer('A page of dead letters; the first also sums all of them up by cause.', deadLetterPageSchema),
    ...personProblems,
  },
})
