import { type Hold, type HoldId, type Holds, parsePageCursor, toPage } from '@cloudgreet/core'
import {
  type HoldEntry,
  holdRequestSchema,
  holdSchema,
  holdScopeSchema,
  pageOf,
  pageQuerySchema,
} from '@cloudgreet/core/contract'

import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, jsonAnswer, jsonBody, personProblems, problemAnswer, z } from '../describe-route.ts'
import type { Guards } from '../guards.ts'
import { notFound } from '../request-error.ts'

/** Who changes holds over these routes, in the record of each hold. */
const changedBy = 'internal'

/** Holds, for programs of the operator. */
export function createHoldRoutes({ guards, holds }: { readonly guards: Guards; readonly holds: Holds }): ApiApp {
  const app = createRouteApp()
  app.use('/api/internal/holds/*', guards.internal)
  app.openapi(listRoute, async (context) => {
    const open = await holds.listOpen(context.req.valid('query').scope)
    return context.json({ items: open.map(toHoldEntry), nextCursor: null }, 200)
  })
  app.openapi(historyRoute, async (context) => {
    const { limit, cursor } = context.req.valid('query')
    const position = parsePageCursor(cursor)
    const after = position && { id: position.id as HoldId, openedAt: position.at }
    const found = await holds.history({ limit: limit + 1, after })
    const rows = found.map((hold) => ({ hold, id: hold.id, at: hold.openedAt }))
    return context.json(
      toPage(rows, limit, ({ hold }) => toHoldEntry(hold)),
      200,
    )
  })
  app.openapi(openRoute, async (context) => {
    const { hold, isNew } = await holds.open({ ...context.req.valid('json'), by: changedBy })
    return context.json(toHoldEntry(hold), isNew ? 201 : 200)
  })
  app.openapi(releaseRoute, async (context) => {
    const hold = await holds.release({ ...context.req.valid('json'), by: changedBy })
    if (hold === undefined) throw notFound('hold')
    return context.json(toHoldEntry(hold), 200)
  })
  return app
}

export function toHoldEntry({ openedAt, released, ...hold }: Hold): HoldEntry {
  return {
    ...hold,
    openedAt: openedAt.toISOString(),
    released: released === null ? null : { ...released, at: released.at.toISOString() },
  }
}

const listRoute = createRoute({
  method: 'get',
  path: '/api/internal/holds',
  summary: 'The open holds on one page, the oldest first; none: nothing is stopped',
  request: { query: z.object({ scope: holdScopeSchema.optional() }) },
  responses: { 200: jsonAnswer('The open holds.', pageOf(holdSchema)), ...personProblems },
})

const historyRoute = createRoute({
  method: 'get',
  path: '/api/internal/holds/history',
  summary: 'Open and released holds, the newest first: who stopped what, when and why',
  request: { query: pageQuerySchema },
  responses: { 200: jsonAnswer('A page of holds.', pageOf(holdSchema)), ...personProblems },
})

const openRoute = createRoute({
  method: 'post',
  path: '/api/internal/holds',
  summary: "Open an owner's hold",
  request: { body: jsonBody(holdRequestSchema) },
  responses: {
    200: jsonAnswer('It was open already, and stays as it was.', holdSchema),
    201: jsonAnswer('Open.', holdSchema),
    ...personProblems,
  },
})

const releaseRoute = createRoute({
  method: 'post',
  path: '/api/internal/holds/release',
  summary: "Lift this owner's hold; those of others stay",
  request: { body: jsonBody(holdRequestSchema) },
  responses: {
    200: jsonAnswer('Released.', holdSchema),
    404: problemAnswer('The owner has no open hold on this scope.'),
    ...personProblems,
  },
})
