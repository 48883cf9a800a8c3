import type { User } from '@cloudgreet/core/contract'
import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'

import type { AppEnv, Principal } from './app-env.ts'
import { type Authenticator, readBearer } from './authenticate.ts'
import { notFound, RequestError } from './request-error.ts'
import { matchesSecret } from './secret-match.ts'

/** Middlewares that let a request in, or refuse it. */
export interface Guards {
  /** Anybody with a token. */
  readonly person: MiddlewareHandler<AppEnv>
  /** The owner of a business; sets `businessId`. */
  readonly owner: MiddlewareHandler<AppEnv>
  /** A sales person; sets `businessId`, the business that they sell for. */
  readonly sales: MiddlewareHandler<AppEnv>
  /** Programs of the operator: `x-internal-token` or Bearer. */
  readonly internal: MiddlewareHandler<AppEnv>
  /** Programs of the operator, or a person with the role admin. */
  readonly internalOrAdmin: MiddlewareHandler<AppEnv>
}

export function createGuards(options: {
  readonly authenticator: Authenticator
  /** Those in force now. */
  readonly internalTokens: () => readonly string[]
}): Guards {
  const { authenticator, internalTokens } = options
  const principalOf = (header: string | undefined) => authenticator.authenticate(header)
  const isInternal = (own: string | undefined, authorization: string | undefined) =>
    matchesSecret(own ?? readBearer(authorization), internalTokens())

  /** Somebody who works for a business in this role. */
  const requireMember = (role: User['role']) =>
    createMiddleware<AppEnv>(async (context, next) => {
      const principal = await principalOf(context.req.header('authorization'))
      requireRole(principal, role)
      if (principal.business === null) throw notFound('business')
      context.set('principal', principal)
      context.set('businessId', principal.business.id)
      await next()
    })

  return {
    person: createMiddleware<AppEnv>(async (context, next) => {
      context.set('principal', await principalOf(context.req.header('authorization')))
      await next()
    }),

    owner: requireMember('owner'),
    sales: requireMember('sales'),

    internal: createMiddleware<AppEnv>(async (context, next) => {
      const { 'x-internal-token': own, authorization } = context.req.header()
      if (!isInternal(own, authorization)) throw refuseInternal()
      await next()
    }),

    internalOrAdmin: createMiddleware<AppEnv>(async (context, next) => {
      const { 'x-internal-token': own, authorization } = context.req.header()
      if (!isInternal(own, authorization)) {
        const principal = await principalOf(authorization)
        requireRole(principal, 'admin')
        context.set('principal', principal)
      }
      await next()
    }),
  }
}

function requireRole(principal: Principal, role: User['role']): void {
  if (principal.user.role === role) return
  throw new RequestError(403, 'forbidden_role', `This is for the role ${role}; yours is ${principal.user.role}.`)
}

function refuseInternal(): RequestError {
  return new RequestError(
    401,
    'internal_token_invalid',
    'Send the internal token in `x-internal-token` or as Bearer.',
    {
      headers: { 'WWW-Authenticate': 'Bearer' },
    },
  )
}
