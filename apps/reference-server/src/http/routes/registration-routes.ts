import type { AccessTokens, EmailAddress, Identity, RegistrationId, UserId } from '@cloudgreet/core'
import { isId } from '@cloudgreet/core'
import {
  provisioningSchema,
  registerRequestSchema,
  registrationStatusSchema,
  sessionSchema,
} from '@cloudgreet/core/contract'
import type { Registration, RegistrationForm, RegistrationStatus } from '@cloudgreet/core/registration'
import type { Context } from 'hono'
import { z } from 'zod'

import type { IdempotencyKeys } from '../../data/idempotency-keys.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import type { AppEnv } from '../app-env.ts'
import { readBearer } from '../authenticate.ts'
import { toClientAddress } from '../client-address.ts'
import { commonProblems, createRoute, idParameter, jsonAnswer, jsonBody, problemAnswer } from '../describe-route.ts'
import { answerOnce } from '../idempotent.ts'
import { notFound, RequestError } from '../request-error.ts'
import type { Sessions } from '../sessions.ts'

/** Version of the form's text that people agree to. */
const formVersion = '2026-01'

export interface RegistrationRoutesOptions {
  /** Undefined while a vendor that it needs is off. */
  readonly registration: Registration | undefined
  readonly identity: Identity
  readonly tokens: AccessTokens
  readonly sessions: Sessions
  readonly idempotencyKeys: IdempotencyKeys
  readonly waitMs: number
  readonly trustedProxies: number
}

type RegisterForm = z.output<typeof registerRequestSchema>

/** What is stored under an idempotency key: ids only, tokens are minted anew. */
const storedEndSchema = z.object({ registrationId: z.string(), userId: z.string().optional() })

/** Register a business, and see how that goes on. */
export function createRegistrationRoutes(options: RegistrationRoutesOptions): ApiApp {
  const { registration, identity, tokens, sessions, idempotencyKeys, waitMs, trustedProxies } = options

  async function register(context: Context<AppEnv>, form: RegisterForm) {
    if (registration === undefined)
      throw new RequestError(503, 'feature_off', 'Registration needs Retell and Telnyx, which are off.')
    const evidence = {
      ip: toClientAddress(context.env.incoming, trustedProxies),
      userAgent: context.req.header('user-agent')?.slice(0, 300),
      route: '/api/auth/register-simple',
      formVersion,
    }
    const end = await registration.register(form as RegistrationForm, evidence, { waitMs })
    if (end.status === 'failed') throw toRefusal(end)
    const userId = end.status === 'active' ? end.userId : undefined
    return {
      status: end.status === 'active' ? 201 : 202,
      body: { registrationId: end.registrationId, ...(userId === undefined ? {} : { userId }) },
    }
  }

  const app = createRouteApp()
  app.openapi(registerRoute, async (context) => {
    const form = context.req.valid('json')
    const { password, ...request } = form
    const answer = await answerOnce(
      idempotencyKeys,
      { scope: 'register', key: context.req.header('idempotency-key'), request: { ...request } },
      () => register(context, form),
    )
    const { registrationId, userId } = storedEndSchema.parse(answer.body)
    // The key alone opens no account: a repeat must know the password, too.
    if (
      answer.isRepeat &&
      userId !== undefined &&
      (await identity.verifyPassword(form.email as EmailAddress, password)) === undefined
    )
      throw new RequestError(422, 'idempotency_key_reused', 'This key was used for another request; take a new one.')
    if (userId !== undefined) return context.json(await sessions.begin(context, userId as UserId), 201)
    const { token } = await tokens.mintRegistration(registrationId as RegistrationId)
    return context.json({ registrationId, registrationToken: token, status: 'provisioning' as const }, 202)
  })

  app.openapi(progressRoute, async (context) => {
    const { id } = context.req.valid('param')
    const verified = await tokens.verifyRegistration(readBearer(context.req.header('authorization')) ?? '')
    if (!verified.ok || verified.registrationId !== id || !isId<'Registration'>(id)) throw notFound('registration')
    const status = await registration?.status(id)
    if (status === undefined) throw notFound('registration')
    return context.json(toProgress(status), 200)
  })
  return app
}

function toRefusal({ code, detail }: Extract<RegistrationStatus, { status: 'failed' }>): RequestError {
  if (code === 'email_exists') return new RequestError(409, code, detail)
  const isTransient = code.startsWith('upstream_') || code.endsWith('_busy') || code === 'no_available_numbers'
  return new RequestError(503, code, detail, isTransient ? { retryAfter: 30 } : {})
}

function toProgress(status: RegistrationStatus): z.input<typeof registrationStatusSchema> {
  if (status.status === 'provisioning') return { status: 'provisioning' }
  if (status.status === 'failed') return { status: 'failed', code: status.code, detail: status.detail }
  return { status: 'active', business: { ...status.business, status: 'active' } }
}

const registerRoute = createRoute({
  method: 'post',
  path: '/api/auth/register-simple',
  summary: 'Register a business',
  request: {
    headers: z.object({ 'idempotency-key': z.string().optional() }),
    body: jsonBody(registerRequestSchema),
  },
  responses: {
    201: jsonAnswer('Registered, with a session for the owner.', sessionSchema),
    202: jsonAnswer('Not finished yet: ask `GET /api/registrations/:id`.', provisioningSchema),
    409: problemAnswer('`email_exists`; `idempotency_key_running`'),
    ...commonProblems,
  },
})

const progressRoute = createRoute({
  method: 'get',
  path: '/api/registrations/{id}',
  summary: 'How a registration goes on',
  description: 'Takes the `registrationToken` as Bearer.',
  request: { params: idParameter },
  responses: {
    200: jsonAnswer('Its state.', registrationStatusSchema),
    404: problemAnswer('No such registration, or not with this token.'),
    ...commonProblems,
  },
})
