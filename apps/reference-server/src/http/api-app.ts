import type { Clock, Logger } from '@cloudgreet/core'
import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import type { Hook } from '@hono/zod-openapi'

import type { AppEnv } from './app-env.ts'
import { answerProblem } from './problem-response.ts'
import { toLoggedPath } from './to-logged-path.ts'
import { tooLarge } from './read-body.ts'
import { refuseUnstorable } from './refuse-unstorable.ts'
import { RequestError } from './request-error.ts'
import { toTraceId } from './trace-id.ts'

/** Longest body of a route that takes no webhook and no import. */
const maxBodyBytes = 262_144

export type ApiApp = OpenAPIHono<AppEnv>

/** Bodies and queries that do not fit the contract. */
const refuseInvalid: Hook<unknown, AppEnv, string, unknown> = (result) => {
  if (result.success) return
  const fields = result.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
  throw new RequestError(422, 'validation_failed', 'Some fields are not right; `errors` names them.', { fields })
}

/** An app whose routes stand in the OpenAPI document and whose refusals are problems. */
export function createRouteApp(): ApiApp {
  return new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
}

export interface ApiAppOptions {
  readonly logger: Logger
  readonly clock: Clock
  /** Headers of every answer. */
  readonly headers: Readonly<Record<string, string>>
  /** Paths that another app serves, all by POST: another method there is 405. */
  readonly postPathsElsewhere: readonly string[]
}

/** The app in which all routes but the webhooks hang: trace id, headers, body limit, problems. */
export function createApiApp({ logger, clock, headers, postPathsElsewhere }: ApiAppOptions): ApiApp {
  const app = createRouteApp()
  app.use(async (context, next) => {
    const traceId = toTraceId(context.req.header('traceparent'))
    context.set('traceId', traceId)
    const startedAtMs = clock.monotonicMs()
    await next()
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value)
    context.res.headers.set('X-Trace-Id', traceId)
    if (!context.res.headers.has('Cache-Control')) context.res.headers.set('Cache-Control', 'no-store')
    const { method } = context.req
    const path = toLoggedPath(context.req.path)
    const durationMs = Math.round(clock.monotonicMs() - startedAtMs)
    if (context.res.status < 400)
      logger.debug('Request answered', { method, path, traceId, status: context.res.status, durationMs })
  })
  const limit = bodyLimit({
    maxSize: maxBodyBytes,
    onError: () => {
      throw tooLarge(maxBodyBytes)
    },
  })
  app.use((context, next) => (['GET', 'HEAD'].includes(context.req.method) ? next() : limit(context, next)))
  app.use(refuseUnstorable)
  app.onError((error, context) => {
    const request = {
      method: context.req.method,
      path: toLoggedPath(context.req.path),
      traceId: context.get('traceId') ?? toTraceId(undefined),
    }
    return answerProblem(error, request, logger)
  })
  app.notFound((context) => {
    const { method, path } = context.req
    const elsewhere = postPathsElsewhere.some((pattern) => fits(pattern, path)) ? ['POST'] : []
    const allowed = [...findAllowedMethods(app, path), ...elsewhere]
    const refusal =
      allowed.length === 0
        ? new RequestError(404, 'not_found', 'There is nothing at this path.')
        : new RequestError(405, 'method_not_allowed', `This path takes ${allowed.join(', ')}.`, {
            headers: { Allow: allowed.join(', ') },
          })
    return answerProblem(refusal, { method, path: toLoggedPath(path), traceId: context.get('traceId') }, logger)
  })
  return app
}

/** Methods of the routes that fit the path. Middlewares, which fit every method, do not count. */
function findAllowedMethods(app: ApiApp, path: string): string[] {
  const methods = app.routes.filter(({ method, path: pattern }) => method !== 'ALL' && fits(pattern, path))
  return [...new Set(methods.map(({ method }) => method))].sort()
}

function fits(pattern: string, path: string): boolean {
  if (pattern.includes('*')) return false
  const wanted = pattern.split('/')
  const given = path.split('/')
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith(':') || part === given[index])
}
