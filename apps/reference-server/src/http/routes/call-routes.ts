import {
  callDetailSchema,
  callFilterSchema,
  callSchema,
  callSummaryQuerySchema,
  callSummarySchema,
  pageOf,
  pageQuerySchema,
} from '@cloudgreet/core/contract'
import type { CallLog } from '@cloudgreet/telephony'

import { type ApiApp, createRouteApp } from '../api-app.ts'
import {
  createRoute,
  foundProblems,
  idParameter,
  jsonAnswer,
  personProblems,
  problemAnswer,
  z,
} from '../describe-route.ts'
import type { Guards } from '../guards.ts'
import { notFound, RequestError } from '../request-error.ts'
import { callsCsvColumns, streamCallsCsv } from './calls-csv.ts'

export interface CallRoutesOptions {
  readonly guards: Guards
  readonly calls: CallLog
}

/** What the owner of a business reads of its calls. */
export function createCallRoutes({ guards, calls }: CallRoutesOptions): ApiApp {
  const app = createRouteApp()
  app.on('GET', ['/api/calls', '/api/calls.csv', '/api/calls/:id', '/api/calls/:id/recording'], guards.owner)

  app.openapi(routes.list, async (context) => {
    const { cursor, limit, ...filter } = context.req.valid('query')
    const page = await calls.list(context.get('businessId'), { cursor, limit, ...filter, ...toPeriod(filter) })
    return context.json({ items: [...page.items], nextCursor: page.nextCursor }, 200)
  })
  app.openapi(routes.csv, (context) => {
    const filter = context.req.valid('query')
    return streamCallsCsv(calls, context.get('businessId'), { ...filter, ...toPeriod(filter) })
  })
  app.openapi(routes.summary, async (context) =>
    context.json(await calls.summary(context.get('businessId'), toPeriod(context.req.valid('query'))), 200),
  )
  app.openapi(routes.get, async (context) => {
    const call = await calls.get(context.get('businessId'), context.req.valid('param').id)
    if (call === undefined) throw notFound('call')
    return context.json(call, 200)
  })
  app.openapi(routes.recording, async (context) => {
    const call = await calls.get(context.get('businessId'), context.req.valid('param').id)
    if (call === undefined) throw notFound('call')
    return context.redirect(requireRecording(call.recording), 302)
  })
  return app
}

function toPeriod({ from, to }: z.output<typeof callSummaryQuerySchema>) {
  return {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  }
}

/** @throws {RequestError} 410 `recording_expired`, 404 `no_recording` */
function requireRecording({ state, url }: z.output<typeof callSchema>['recording']): string {
  if (state === 'expired')
    throw new RequestError(
      410,
      'recording_expired',
      'The address of this recording worked for 24 hours, and they are over.',
    )
  if (url !== null) return url
  const detail = state === 'pending' ? 'The recording is not there yet.' : 'No recording of this call was kept.'
  throw new RequestError(404, 'no_recording', detail)
}

const routes = {
  list: createRoute({
    method: 'get',
    path: '/api/calls',
    summary: 'Calls, the newest first',
    request: { query: pageQuerySchema.extend(callFilterSchema.shape) },
    responses: { 200: jsonAnswer('A page of calls.', pageOf(callSchema)), ...personProblems },
  }),
  csv: createRoute({
    method: 'get',
    path: '/api/calls.csv',
    summary: 'Calls as RFC 4180 text, one row each, the newest first, safe to open in a spreadsheet',
    request: { query: callFilterSchema },
    responses: {
      200: {
        description: `The calls that the filter asks for. Columns: ${callsCsvColumns.join(', ')}.`,
        content: { 'text/csv': { schema: z.string() } },
      },
      ...personProblems,
    },
  }),
  summary: createRoute({
    method: 'get',
    path: '/api/calls/summary',
    summary: 'What the calls came to: outcomes, success rate, reasons; of all time without a period',
    request: { query: callSummaryQuerySchema },
    responses: { 200: jsonAnswer('The summary.', callSummarySchema), ...personProblems },
  }),
  get: createRoute({
    method: 'get',
    path: '/api/calls/{id}',
    summary: 'One call with its words',
    request: { params: idParameter },
    responses: { 200: jsonAnswer('The call.', callDetailSchema), ...foundProblems },
  }),
  recording: createRoute({
    method: 'get',
    path: '/api/calls/{id}/recording',
    summary: 'Leads to the recording at the voice provider; its bytes never pass through here',
    request: { params: idParameter },
    responses: {
      302: { description: 'The recording is at `Location`.' },
      410: problemAnswer('`recording_expired`: its address no longer works.'),
      ...foundProblems,
    },
  }),
}
