import {
  type BusinessId,
  type EventId,
  isId,
  type Json,
  parsePageCursor,
  type ReplayId,
  toPage,
} from '@cloudgreet/core'
import {
  idSchema,
  pageOf,
  pageQuerySchema,
  replayAnswerSchema,
  type ReplayAnswer,
  replayedEventSchema,
  replayPreviewSchema,
  replayRequestSchema,
  replaySchema,
  type ReplayView,
} from '@cloudgreet/core/contract'
import type { Replay, ReplayedEvent, ReplayProgress, ReplaySelection } from '@cloudgreet/core/inbound'
import { z } from 'zod'

import type { IdempotencyKeys } from '../../data/idempotency-keys.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, idParameter, jsonAnswer, jsonBody, personProblems, problemAnswer } from '../describe-route.ts'
import { answerOnce } from '../idempotent.ts'
import { notFound } from '../request-error.ts'

export const replayPath = '/api/internal/webhooks/replay'

/** Most ids of an order, whose results all stand in the answer. */
const mostResults = 1_000

export interface ReplayRoutesOptions {
  readonly replay: Replay
  readonly idempotencyKeys: IdempotencyKeys
}

/** Stored webhooks applied again, by id or by range. Its caller guards the paths. */
export function createReplayRoutes({ replay, idempotencyKeys }: ReplayRoutesOptions): ApiApp {
  const app = createRouteApp()
  app.openapi(replayRoute, async (context) => {
    const request = context.req.valid('json')
    const selection = toSelection(request)
    if (request.dryRun) return context.json(toPreview(await replay.preview({ selection })), 200)
    const key = context.req.header('idempotency-key')
    const answer = await answerOnce(idempotencyKeys, { scope: 'webhook_replay', key, request }, async () => {
      const progress = await replay.request({ actor: 'internal_token', selection, note: request.note })
      const hasResults = 'ids' in selection && progress.finishedAt !== undefined
      const results = hasResults ? await replay.results(progress.id, { limit: mostResults }) : undefined
      const body: ReplayAnswer = { ...toView(progress), results: results?.map(toResult) }
      return { status: progress.finishedAt === undefined ? 202 : 200, body: toJson(body) }
    })
    return context.json(replayAnswerSchema.parse(answer.body), answer.status === 202 ? 202 : 200)
  })

  app.openapi(replaysRoute, async (context) => {
    const { limit, cursor } = context.req.valid('query')
    const place = parsePageCursor(cursor)
    const after = place && { requestedAt: place.at, id: place.id as ReplayId }
    const found = await replay.list({ limit: limit + 1, after })
    const rows = found.map((progress) => ({ progress, at: progress.requestedAt, id: progress.id }))
    return context.json(
      toPage(rows, limit, ({ progress }) => toView(progress)),
      200,
    )
  })

  app.openapi(replayByIdRoute, async (context) => {
    return context.json(toView(await requireReplay(replay, context.req.valid('param').id)), 200)
  })

  app.openapi(replayResultsRoute, async (context) => {
    const { id } = await requireReplay(replay, context.req.valid('param').id)
    const { limit, cursor } = context.req.valid('query')
    const found = await replay.results(id, { limit: limit + 1, after: cursor as EventId | undefined })
    const items = found.slice(0, limit)
    const nextCursor = found.length > limit ? (items.at(-1)?.id ?? null) : null
    return context.json({ items: items.map(toResult), nextCursor }, 200)
  })
  return app
}

async function requireReplay(replay: Replay, id: string): Promise<ReplayProgress> {
  const progress = isId<'Replay'>(id) ? await replay.find(id) : undefined
  if (progress === undefined) throw notFound('replay')
  return progress
}

function toSelection(request: z.output<typeof replayRequestSchema>): ReplaySelection {
  const businessId = request.businessId as BusinessId | undefined
  if ('ids' in request) return { ids: request.ids as EventId[], businessId }
  const { from, to, provider, eventType, status } = request
  return { from: toBound(from), to: toBound(to), provider, eventType, status, businessId }
}

function toBound(text: string): Date | EventId {
  return idSchema.safeParse(text).success ? (text as EventId) : new Date(text)
}

function toPreview(byStatus: Awaited<ReturnType<Replay['preview']>>): z.infer<typeof replayPreviewSchema> {
  const total = Object.values(byStatus).reduce((sum, count) => sum + count, 0)
  return { dryRun: true, total, byStatus }
}

function toView({ selection, note, requestedAt, finishedAt, ...same }: ReplayProgress): ReplayView {
  return {
    ...same,
    status: finishedAt === undefined ? 'running' : 'finished',
    selection: { ...selection },
    note: note ?? null,
    requestedAt: requestedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}

function toResult({ id, result, errorClass }: ReplayedEvent) {
  return { id, result, errorClass: errorClass ?? null }
}

/** Dates and what is left out, as they go over the wire. */
function toJson(body: ReplayAnswer): Json {
  return JSON.parse(JSON.stringify(body)) as Json
}

const replayRoute = createRoute({
  method: 'post',
  path: replayPath,
  summary: 'Apply stored webhooks again, by id or by range, each at most once',
  request: {
    headers: z.object({ 'idempotency-key': z.string().optional() }),
    body: jsonBody(replayRequestSchema),
  },
  responses: {
    200: jsonAnswer(
      'It is finished; or, for `dryRun`, what it would try.',
      z.union([replayAnswerSchema, replayPreviewSchema]),
    ),
    202: jsonAnswer('It goes on by itself: ask for it by its id.', replayAnswerSchema),
    409: problemAnswer('The first request with this key is not answered yet.'),
    ...personProblems,
  },
})

const replaysRoute = createRoute({
  method: 'get',
  path: '/api/internal/webhooks/replays',
  summary: 'The journal of replays, the latest first',
  request: { query: pageQuerySchema },
  responses: { 200: jsonAnswer('A page of replays.', pageOf(replaySchema)), ...personProblems },
})

const replayByIdRoute = createRoute({
  method: 'get',
  path: '/api/internal/webhooks/replays/{id}',
  summary: 'How far a replay has come',
  request: { params: idParameter },
  responses: {
    200: jsonAnswer('The replay.', replaySchema),
    404: problemAnswer('There is no such replay.'),
    ...personProblems,
  },
})

const replayResultsRoute = createRoute({
  method: 'get',
  path: '/api/internal/webhooks/replays/{id}/results',
  summary: 'What became of each event of a replay, in order of their ids',
  request: { params: idParameter, query: pageQuerySchema.extend({ cursor: idSchema.optional() }) },
  responses: {
    200: jsonAnswer('A page of results.', pageOf(replayedEventSchema)),
    404: problemAnswer('There is no such replay.'),
    ...personProblems,
  },
})
