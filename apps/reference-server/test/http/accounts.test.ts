import { createCloudGreetClient, createMemoryStorage } from '@cloudgreet/client-sdk'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'

import { getJson, login, postJson, type Problem, register, registrationForm } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { RunningServer } from '../support/running-server.ts'

const secret = 'a-secret-of-the-tests-that-is-long-enough-0001'
const nextSecret = 'a-secret-of-the-tests-that-is-long-enough-0002'
const environment = { JWT_SECRET: secret, JWT_ISSUER: 'cloudgreet', JWT_AUDIENCE: 'cloudgreet' }

describe('accounts', () => {
  onEachDatabase((server) => {
    it('row 7: registers a business with user, profiles, agent and number', async () => {
      const answer = await postJson(
        server(),
        '/api/auth/register-simple',
        registrationForm({ businessName: 'Row Seven' }),
      )
      expect(answer.status).toBe(201)
      const session = (await answer.json()) as {
        token: string
        user: { id: string; email: string }
        business: Record<string, string>
      }
      expect(session.business).toMatchObject({
        businessName: 'Row Seven',
        status: 'active',
        phoneNumber: expect.stringMatching(/^\+18\d{9}$/),
        retellAgentId: expect.stringMatching(/^agent_/),
      })
      const { id } = session.user
      const [counts] = await server().sql<Record<string, string>>(
        `SELECT (SELECT count(*) FROM auth.users WHERE id = '${id}') AS auth_users,
                (SELECT count(*) FROM users WHERE id = '${id}') AS users,
                (SELECT count(*) FROM custom_users WHERE id = '${id}') AS custom_users,
                (SELECT count(*) FROM businesses WHERE owner_id = '${id}') AS businesses,
                (SELECT count(*) FROM toll_free_numbers WHERE assigned_to = '${session.business['id']}') AS numbers`,
      )
      expect(Object.values(counts ?? {}).map(Number)).toEqual([1, 1, 1, 1, 1])
    })

    it('row 8: answers a known email, in any spelling, with 409 email_exists', async () => {
      const { user } = await register(server())
      const again = await postJson(
        server(),
        '/api/auth/register-simple',
        registrationForm({ email: ` ${user.email.toUpperCase()} ` }),
      )
      expect([again.status, ((await again.json()) as Problem).code]).toEqual([409, 'email_exists'])
    })

    it('makes one account of two registrations at once', async () => {
      const form = registrationForm()
      const answers = await Promise.all([1, 2].map(() => postJson(server(), '/api/auth/register-simple', form)))
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409])
    })

    it('gives the first answer again for the same Idempotency-Key, and 422 for another body', async () => {
      const form = registrationForm()
      const key = { 'idempotency-key': crypto.randomUUID() }
      const first = await postJson(server(), '/api/auth/register-simple', form, key)
      const second = await postJson(server(), '/api/auth/register-simple', form, key)
      const other = await postJson(server(), '/api/auth/register-simple', { ...form, businessName: 'Other' }, key)
      const [one, two] = [(await first.json()) as { business: unknown }, (await second.json()) as { business: unknown }]
      expect([first.status, second.status, other.status]).toEqual([201, 201, 422])
      expect(two.business).toEqual(one.business)
    })

    it('row 9: logs in with the right password, and refuses a wrong one and an unknown user alike', async () => {
      const { user } = await register(server())
      expect((await login(server(), user.email, 'correct horse battery')).token).toMatch(/^eyJ/)
      const refusals = await Promise.all(
        [user.email, 'nobody@example.com'].map(async (email) => {
          const answer = await postJson(server(), '/api/auth/login', { email, password: 'not this one' })
          const { code, detail } = (await answer.json()) as Problem
          return { status: answer.status, code, detail }
        }),
      )
      expect(refusals[0]).toEqual(refusals[1])
      expect(refusals[0]).toMatchObject({ status: 401, code: 'invalid_credentials' })
    })

    it('row 11: shows the own business only; an expired token is named', async () => {
      const [mine, other] = [await register(server(), { businessName: 'Mine' }), await register(server())]
      const answer = await getJson(server(), '/api/dashboard/data', mine.token)
      const dashboard = (await answer.json()) as { business: { id: string; businessName: string } }
      expect([answer.status, dashboard.business.businessName]).toEqual([200, 'Mine'])
      expect(JSON.stringify(dashboard)).not.toContain(other.business.id)
      const expired = await getJson(server(), '/api/dashboard/data', await token(mine, { expiresIn: -3_600 }))
      expect([expired.status, ((await expired.json()) as Problem).code]).toEqual([401, 'token_expired'])
    })

    it('row 26: each onboarding submission writes a compliance event with its request', async () => {
      const { business } = await register(server())
      const events = await server().sql<{ event_type: string; metadata: { request?: { from?: string } } }>(
        `SELECT event_type, metadata FROM compliance_events WHERE business_id = '${business.id}' AND event_type = 'onboarding_submitted'`,
      )
      expect(events.length).toBeGreaterThan(0)
      expect(events[0]?.metadata.request?.from).toBeTypeOf('string')
    })

    it('row 28: expired, not yet valid and wrongly signed tokens have codes of their own', async () => {
      const session = await register(server())
      const codes = await Promise.all(
        [
          await token(session, { expiresIn: -3_600 }),
          await token(session, { notBefore: 3_600 }),
          await token(session, { secret: 'another-secret-that-the-server-does-not-know' }),
        ].map(async (text) => ((await (await getJson(server(), '/api/dashboard/data', text)).json()) as Problem).code),
      )
      expect(codes).toEqual(['token_expired', 'token_not_yet_valid', 'token_invalid'])
    })

    it('row 30: tolerates 60 seconds of clock skew, and measures more', async () => {
      const session = await register(server())
      const near = await getJson(server(), '/api/dashboard/data', await token(session, { issuedAt: 45 }))
      const far = await getJson(server(), '/api/dashboard/data', await token(session, { issuedAt: 300 }))
      const problem = (await far.json()) as Problem
      expect([near.status, far.status, problem.code]).toEqual([200, 401, 'clock_skew'])
      expect(problem.detail).toMatch(/\b(29\d|30\d)\b/)
    })

    it('row 31: clearing the client empties its storage, and the next call is anonymous', async () => {
      const storage = createMemoryStorage()
      const client = createCloudGreetClient({ baseUrl: server().url, storage })
      const { user } = await register(server())
      await client.auth.login({ email: user.email, password: 'correct horse battery' })
      await expect(client.dashboard.get()).resolves.toMatchObject({ business: { status: 'active' } })
      await client.auth.clear()
      expect(await storage.read()).toBeUndefined()
      await expect(client.dashboard.get()).rejects.toMatchObject({ status: 401 })
    })

    it('row 34: keeps internal and user tokens apart', async () => {
      const session = await register(server())
      const { internalToken } = server().secrets
      const internal = await getJson(server(), '/api/dashboard/data', internalToken)
      const user = await getJson(server(), '/api/internal/webhooks/inbox', session.token)
      const right = await server().fetch('/api/internal/webhooks/inbox', {
        headers: { 'x-internal-token': internalToken },
      })
      expect([internal.status, user.status, right.status]).toEqual([401, 401, 200])
    })

    it('row 89: trims what it can and lists the fields of what it cannot', async () => {
      const { user } = await register(server(), {
        businessName: '  Trimmed  ',
        email: `  Mixed-${crypto.randomUUID()}@Example.com `,
      })
      expect(user.email).toMatch(/^mixed-/)
      const bad = await postJson(server(), '/api/auth/register-simple', {
        businessName: ' ',
        email: 'no',
        password: 'short',
      })
      const problem = (await bad.json()) as Problem
      expect([bad.status, problem.code]).toEqual([422, 'validation_failed'])
      expect(problem.errors?.map(({ field }) => field)).toEqual(
        expect.arrayContaining(['businessName', 'email', 'password', 'acceptTerms']),
      )
    })

    it('row 96: every 401 has a stable code', async () => {
      const paths = [
        '/api/dashboard/data',
        '/api/calls',
        '/api/messages',
        '/api/business',
        '/api/analytics/ai-insights',
      ]
      for (const path of paths) {
        const answer = await getJson(server(), path)
        expect([path, answer.status, ((await answer.json()) as Problem).code]).toEqual([path, 401, 'token_missing'])
      }
    })

    it('row 84: logs each refusal with code, message, details and the trace id of its answer', async () => {
      const answer = await getJson(server(), '/api/dashboard/data', 'nonsense')
      const { traceId } = (await answer.json()) as Problem
      const line = server().logs.find((logged) => logged['traceId'] === traceId)
      expect(line).toMatchObject({ errorCode: 'token_invalid', errorMessage: expect.any(String) })
      expect(line).toHaveProperty('errorDetails')
    })
  }, environment)

  it('row 29: takes tokens of the old and the new secret while both are listed, then of the new only', async () => {
    const server = await RunningServer.start({ environment: { ...environment, JWT_SECRET: `${nextSecret},${secret}` } })
    try {
      const session = await register(server)
      const old = await token(session, { secret })
      expect((await getJson(server, '/api/dashboard/data', old)).status).toBe(200)
      expect((await getJson(server, '/api/dashboard/data', session.token)).status).toBe(200)
    } finally {
      await server.dispose()
    }
  })

  it('row 91: without a number it answers 503, leaves nothing behind, and logs the stock', async () => {
    const server = await RunningServer.start()
    try {
      await server.sql(`UPDATE toll_free_numbers SET status = 'suspended' WHERE status = 'available'`, { write: true })
      const form = registrationForm()
      const answer = await postJson(server, '/api/auth/register-simple', form)
      expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([503, 'no_available_numbers'])
      const [left] = await server.sql<Record<string, string>>(
        `SELECT (SELECT count(*) FROM auth.users WHERE email = '${form['email']}') AS auth_users,
                (SELECT count(*) FROM custom_users WHERE email = '${form['email']}') AS custom_users,
                (SELECT count(*) FROM users WHERE email = '${form['email']}') AS users,
                (SELECT count(*) FROM businesses WHERE business_name = 'Example Plumbing') AS businesses`,
      )
      expect(Object.values(left ?? {}).map(Number)).toEqual([0, 0, 0, 0])
      expect(JSON.stringify(server.logs)).toContain('No available phone numbers')
    } finally {
      await server.dispose()
    }
  })
})

async function token(
  session: { readonly token: string },
  change: { expiresIn?: number; notBefore?: number; issuedAt?: number; secret?: string },
): Promise<string> {
  const [, payload = ''] = session.token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  const now = Math.floor(Date.now() / 1_000)
  const issuedAt = now + (change.issuedAt ?? 0) - (change.expiresIn === undefined ? 0 : 7_200)
  return new SignJWT({ ...claims, ...(change.notBefore === undefined ? {} : { nbf: now + change.notBefore }) })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt(issuedAt)
    .setExpirationTime(now + (change.expiresIn ?? 900))
    .sign(new TextEncoder().encode(change.secret ?? secret))
}
