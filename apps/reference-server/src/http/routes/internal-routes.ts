import { z } from 'zod'

import type { OperatorSql } from '../../data/operator-sql.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import { toClientAddress } from '../client-address.ts'
import { createRoute, jsonAnswer, jsonBody, personProblems, problemAnswer } from '../describe-route.ts'
import type { Guards } from '../guards.ts'
import { notFound } from '../request-error.ts'
import { createInboxRoutes, type InboxRoutesOptions } from './inbox-routes.ts'
import { createReplayRoutes, type ReplayRoutesOptions } from './replay-routes.ts'

export interface InternalRoutesOptions extends InboxRoutesOptions, ReplayRoutesOptions {
  readonly guards: Guards
  /** Undefined outside the sandbox: then the route does not exist. */
  readonly operatorSql: OperatorSql | undefined
}

/** What programs of the operator read. */
export function createInternalRoutes(options: InternalRoutesOptions): ApiApp {
  const { guards, operatorSql } = options
  const app = createRouteApp()
  app.use('/api/internal/*', guards.internal)
  app.route('/', createInboxRoutes(options))
  app.route('/', createReplayRoutes(options))
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
