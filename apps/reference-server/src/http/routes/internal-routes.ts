import type { Transactions } from '@cloudgreet/core'
import { inboxEntrySchema, pageOf, pageQuerySchema } from '@cloudgreet/core/contract'
import { z } from 'zod'

import { listInboxEntries } from '../../data/inbox-entries.ts'
import type { OperatorSql } from '../../data/operator-sql.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import { toClientAddress } from '../client-address.ts'
import { createRoute, jsonAnswer, jsonBody, personProblems, problemAnswer } from '../describe-route.ts'
import type { Guards } from '../guards.ts'
import { parseCursor, toPage } from '../page-cursor.ts'
import { notFound } from '../request-error.ts'

export interface InternalRoutesOptions {
  readonly guards: Guards
  readonly transactions: Transactions
  /** Undefined outside the sandbox: then the route does not exist. */
  readonly operatorSql: OperatorSql | undefined
}

/** What programs of the operator read. */
export function createInternalRoutes({ guards, transactions, operatorSql }: InternalRoutesOptions): ApiApp {
  const app = createRouteApp()
  app.use('/api/internal/*', guards.internal)
  app.openapi(inboxRoute, async (context) => {
    const { limit, cursor, provider, status } = context.req.valid('query')
    const after = parseCursor(cursor)
    const rows = await listInboxEntries(transactions, { limit: limit + 1, after, provider, status })
    return context.json(
      toPage(rows, limit, ({ entry }) => entry),
      200,
    )
  })
  if (operatorSql === undefined) return app
  app.openapi(sqlRoute, async (context) => {
    if (!isLoopback(toClientAddress(context.env.incoming, 0))) throw notFound('route')
    const { query, write } = context.req.valid('json')
    const rows = write ? await operatorSql.write(query) : await operatorSql.read(query)
    return context.json({ rows }, 200)
  })
  return app
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.replace(/^::ffff:/, '').startsWith('127.')
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

const sqlRoute = createRoute({
  method: 'post',
  path: '/api/internal/sql',
  summary: 'Run SQL in the sandbox, from this machine only; `write` acts as the owner and is audited',
  request: { body: jsonBody(z.object({ query: z.string().min(1).max(100_000), write: z.boolean().default(false) })) },
  responses: {
    200: jsonAnswer('The rows of the last statement.', z.object({ rows: z.array(z.record(z.string(), z.unknown())) })),
    404: problemAnswer('Not from another machine.'),
    ...personProblems,
  },
})
