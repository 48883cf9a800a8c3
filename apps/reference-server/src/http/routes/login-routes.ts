import { type Clock, type Identity, safeParseEmailAddress } from '@cloudgreet/core'
import { loginRequestSchema, refreshRequestSchema, sessionSchema } from '@cloudgreet/core/contract'

import { type ApiApp, createRouteApp } from '../api-app.ts'
import { AttemptLimit } from '../attempt-limit.ts'
import { toClientAddress } from '../client-address.ts'
import { commonProblems, createRoute, jsonAnswer, jsonBody, problemAnswer } from '../describe-route.ts'
import { RequestError } from '../request-error.ts'
import type { Sessions } from '../sessions.ts'

const windowMs = 900_000
const maxPerAccount = 10
const maxPerAddress = 30
/** Looked up in place of what is no address, so that every refusal takes the same work. */
const nobody = 'nobody@example.invalid'

export interface LoginRoutesOptions {
  readonly identity: Identity
  readonly sessions: Sessions
  readonly clock: Clock
  readonly trustedProxies: number
}

/** Log in, refresh, log out. */
export function createLoginRoutes(options: LoginRoutesOptions): ApiApp {
  const { identity, sessions, clock, trustedProxies } = options
  const byAccount = new AttemptLimit({ maxAttempts: maxPerAccount, windowMs, clock })
  const byAddress = new AttemptLimit({ maxAttempts: maxPerAddress, windowMs, clock })

  /** @throws {RequestError} 401 `invalid_credentials`, 429 `too_many_attempts` */
  async function checkPassword(emailText: string, password: string, address: string) {
    const email = safeParseEmailAddress(emailText)
    const account = email ?? emailText.trim().toLowerCase()
    const retryAfter = Math.max(byAccount.waitSeconds(account), byAddress.waitSeconds(address))
    if (retryAfter > 0)
      throw new RequestError(429, 'too_many_attempts', 'Too many attempts; wait a little.', { retryAfter })
    // Counted before the check, so that attempts at the same moment count, too.
    byAccount.count(account)
    byAddress.count(address)
    const lookedUp = email ?? safeParseEmailAddress(nobody)
    const user = lookedUp === undefined ? undefined : await identity.verifyPassword(lookedUp, password)
    if (user === undefined || email === undefined)
      throw new RequestError(401, 'invalid_credentials', 'The email address or the password is not right.')
    byAccount.forget(account)
    return user
  }

  const app = createRouteApp()
  for (const path of ['/api/auth/login', '/api/auth/login-simple'] as const)
    app.openapi(loginRoute(path), async (context) => {
      const { email, password } = context.req.valid('json')
      const user = await checkPassword(email, password, toClientAddress(context.env.incoming, trustedProxies))
      return context.json(await sessions.begin(context, user.id), 200)
    })
  app.openapi(refreshRoute, async (context) => {
    const { refreshToken } = context.req.valid('json')
    return context.json(await sessions.renew(context, refreshToken), 200)
  })
  app.openapi(logoutRoute, async (context) => {
    await sessions.end(context, context.req.valid('json').refreshToken)
    return context.body(null, 204)
  })
  return app
}

const loginRoute = (path: string) =>
  createRoute({
    method: 'post',
    path,
    summary: 'Log in',
    request: { body: jsonBody(loginRequestSchema) },
    responses: {
      200: jsonAnswer('The session; its refresh token comes as a cookie, or in the body for programs.', sessionSchema),
      401: problemAnswer('`invalid_credentials`, the same for an unknown address and a wrong password.'),
      429: problemAnswer('`too_many_attempts`'),
      ...commonProblems,
    },
  })

/** A body is optional here: browsers send the cookie alone. */
const optionalBody = { content: { 'application/json': { schema: refreshRequestSchema.default({}) } } }

const refreshRoute = createRoute({
  method: 'post',
  path: '/api/auth/refresh',
  summary: 'Exchange the refresh token for a new session',
  request: { body: optionalBody },
  responses: {
    200: jsonAnswer('The next session.', sessionSchema),
    401: problemAnswer('The session has ended.'),
    403: problemAnswer('`origin_forbidden`'),
    ...commonProblems,
  },
})

const logoutRoute = createRoute({
  method: 'post',
  path: '/api/auth/logout',
  summary: 'End the session',
  request: { body: optionalBody },
  responses: {
    204: { description: 'Ended, or there was none.' },
    403: problemAnswer('`origin_forbidden`'),
    ...commonProblems,
  },
})
