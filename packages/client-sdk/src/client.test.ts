import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { createRecordingFetch, problem, type Reply } from '../test/recording-fetch.ts'
import { CloudGreetApiError, createCloudGreetClient, createMemoryStorage, type ClientKind } from './index.ts'

const now = new Date('2026-03-02T15:00:00Z')
const credentials = { token: 'access-1', expiresAt: '2026-03-02T15:15:00Z', refreshToken: 'refresh-1' }
const session = {
  ...credentials,
  user: { id: '018f0000-0000-7000-8000-000000000001', email: 'ana@example.com', role: 'owner' },
  business: null,
}

function setUp(replies: readonly (Reply | (() => Reply))[], clientKind: ClientKind = 'token') {
  const storage = createMemoryStorage()
  const { fetch, sent } = createRecordingFetch(replies)
  const client = createCloudGreetClient({
    baseUrl: 'https://app.example.com',
    storage,
    fetch,
    clientKind,
    clock: { now: () => now },
    random: () => 0.5,
  })
  return { client, storage, sent }
}

async function refusalOf(call: Promise<unknown>): Promise<CloudGreetApiError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!CloudGreetApiError.isInstance(error)) throw new Error('It was not refused.', { cause: error })
  return error
}

describe('auth', () => {
  it('keeps the credentials of a login and sends them with the next call', async () => {
    const { client, sent } = setUp([{ body: session }, { body: { seq: 4 } }])
    await client.auth.login({ email: 'ana@example.com', password: 'correct horse' })
    await client.dashboard.get()
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/auth/login',
      'GET /api/dashboard/data',
    ])
    expect(sent[0]!.headers.get('authorization')).toBeNull()
    expect(sent[0]!.headers.get('x-cloudgreet-client')).toBe('token')
    expect(sent[1]!.headers.get('authorization')).toBe('Bearer access-1')
  })

  it('clear() empties the storage adapter and the next call is anonymous', async () => {
    const { client, storage, sent } = setUp([{ body: session }, problem(401, 'token_missing')])
    await client.auth.login({ email: 'ana@example.com', password: 'correct horse' })
    await client.auth.clear()
    expect(await storage.read()).toBeUndefined()
    expect((await refusalOf(client.dashboard.get())).code).toBe('token_missing')
    expect(sent[1]!.headers.get('authorization')).toBeNull()
  })

  it('logout empties the storage even when the server is away', async () => {
    const unreachable = () => {
      throw new TypeError('fetch failed')
    }
    const { client, storage } = setUp([unreachable])
    await storage.write(credentials)
    expect((await refusalOf(client.auth.logout())).code).toBe('network_error')
    expect(await storage.read()).toBeUndefined()
  })

  it('tells a finished registration from one that goes on', async () => {
    const provisioning = { registrationId: 'reg-1', registrationToken: 'secret', status: 'provisioning' }
    const { client, storage, sent } = setUp([
      { status: 202, body: provisioning },
      { status: 201, body: session },
    ])
    const request = { businessName: 'Ana Plumbing', email: 'a@example.com', password: 'x', acceptTerms: true } as const
    expect(await client.auth.register(request)).toEqual(provisioning)
    expect(await storage.read()).toBeUndefined()
    expect(await client.auth.register(request, { idempotencyKey: 'mine' })).toEqual({ status: 'active', session })
    expect(await storage.read()).toEqual(credentials)
    expect(sent[0]!.headers.get('idempotency-key')).toMatch(/^[0-9a-f]{32}$/)
    expect(sent[1]!.headers.get('idempotency-key')).toBe('mine')
  })

  it('asks for a registration with its own token', async () => {
    const { client, sent } = setUp([{ body: { status: 'active' } }])
    await client.registrations.status('reg-1', 'registration-token')
    expect(sent[0]!.headers.get('authorization')).toBe('Bearer registration-token')
  })
})

describe('an expired token', () => {
  it('is refreshed once, for all calls that meet it together', async () => {
    const expired = problem(401, 'token_expired')
    const fresh = { body: { ...session, token: 'access-2', refreshToken: 'refresh-2' } }
    const { client, storage, sent } = setUp([expired, expired, fresh, {}, {}])
    await storage.write(credentials)
    await Promise.all([client.dashboard.get(), client.business.get()])
    expect(sent.filter(({ path }) => path === '/api/auth/refresh')).toHaveLength(1)
    expect(sent[2]!.body).toEqual({ refreshToken: 'refresh-1' })
    expect(sent.slice(3).map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer access-2',
      'Bearer access-2',
    ])
    expect(await storage.read()).toMatchObject({ token: 'access-2', refreshToken: 'refresh-2' })
  })

  it('is not refreshed twice for one call', async () => {
    const { client, storage, sent } = setUp([
      problem(401, 'token_expired'),
      { body: session },
      problem(401, 'token_expired'),
    ])
    await storage.write(credentials)
    expect((await refusalOf(client.dashboard.get())).code).toBe('token_expired')
    expect(sent).toHaveLength(3)
  })

  it('leaves the storage empty when the refresh is refused', async () => {
    const { client, storage } = setUp([problem(401, 'token_expired'), problem(401, 'refresh_reused')])
    await storage.write(credentials)
    expect((await refusalOf(client.dashboard.get())).code).toBe('refresh_reused')
    expect(await storage.read()).toBeUndefined()
  })

  it('is refreshed by the cookie in a browser, with no token in the body', async () => {
    const { client, storage, sent } = setUp([problem(401, 'token_expired'), { body: session }, {}], 'browser')
    await storage.write({ token: 'access-1', expiresAt: credentials.expiresAt })
    await client.dashboard.get()
    expect(sent[1]!.body).toEqual({})
    expect(sent[1]!.headers.get('x-cloudgreet-client')).toBeNull()
  })

  it('keeps the Idempotency-Key through the refresh', async () => {
    const { client, storage, sent } = setUp([problem(401, 'token_expired'), { body: session }, {}])
    await storage.write(credentials)
    await client.messages.send({ to: '+13125550142', text: 'On our way.' })
    expect(sent[2]!.headers.get('idempotency-key')).toBe(sent[0]!.headers.get('idempotency-key'))
  })
})

describe('errors', () => {
  it('carry what the server said', async () => {
    const reply = problem(422, 'validation_failed')
    const errors = [{ field: 'email', message: 'Write an email address.' }]
    const { client } = setUp([{ ...reply, body: { ...(reply.body as object), errors } }])
    const refusal = await refusalOf(client.auth.login({ email: '', password: '' }))
    expect(refusal).toMatchObject({
      name: 'CloudGreetApiError',
      status: 422,
      code: 'validation_failed',
      detail: 'This is validation_failed.',
      traceId: 'trace-1',
      fields: errors,
    })
  })

  it('state the seconds of a clock skew, measured by the header Date', async () => {
    const { client, storage } = setUp([problem(401, 'clock_skew', { date: 'Mon, 02 Mar 2026 15:03:00 GMT' })])
    await storage.write(credentials)
    expect(await refusalOf(client.dashboard.get())).toMatchObject({ code: 'clock_skew', clockSkewSeconds: 180 })
    expect(client.clockSkewMs()).toBe(180_000)
  })

  it('name an answer that is not JSON', async () => {
    const fetch = async () => new Response('<html>', { status: 200 })
    const client = createCloudGreetClient({ baseUrl: 'https://app.example.com', fetch })
    expect((await refusalOf(client.dashboard.get())).code).toBe('invalid_response')
  })

  it('name a cancelled call', async () => {
    const { client } = setUp([{}])
    expect((await refusalOf(client.dashboard.get({ signal: AbortSignal.abort() }))).code).toBe('aborted')
  })
})

describe('retries', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('come twice for a read, after half of 300 ms and half of 600 ms', async () => {
    const { client, sent } = setUp([problem(502, 'bad_gateway'), problem(502, 'bad_gateway'), { body: { seq: 1 } }])
    const call = client.dashboard.get()
    await vi.advanceTimersByTimeAsync(149)
    expect(sent).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(sent).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(300)
    expect(await call).toEqual({ seq: 1 })
  })

  it('obey Retry-After', async () => {
    const { client, sent } = setUp([problem(503, 'draining', { 'retry-after': '2' }), {}])
    const call = client.dashboard.get()
    await vi.advanceTimersByTimeAsync(1_999)
    expect(sent).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    await call
    expect(sent).toHaveLength(2)
  })

  it('do not wait longer than 60 s: the caller hears how long', async () => {
    const { client, sent } = setUp([problem(429, 'rate_limited', { 'retry-after': '61' })])
    expect((await refusalOf(client.dashboard.get())).retryAfterMs).toBe(61_000)
    expect(sent).toHaveLength(1)
  })

  it('never repeat a POST without a key', async () => {
    const { client, sent } = setUp([problem(503, 'database_unavailable')])
    await refusalOf(client.auth.login({ email: 'ana@example.com', password: 'x' }))
    expect(sent).toHaveLength(1)
  })

  it('repeat a keyed POST with the same key, also while the first try is still running', async () => {
    const { client, sent } = setUp([problem(409, 'still_running', { 'retry-after': '1' }), { body: { id: 'm1' } }])
    const call = client.messages.send({ to: '+13125550142', text: 'On our way.' })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await call).toEqual({ id: 'm1' })
    expect(sent[1]!.headers.get('idempotency-key')).toBe(sent[0]!.headers.get('idempotency-key'))
    expect(sent[1]!.body).toEqual({ to: '+13125550142', text: 'On our way.' })
  })

  it('take a conflict for an answer, and the server veto too', async () => {
    const veto = problem(503, 'no_available_numbers', { 'x-should-retry': 'false' })
    const { client, sent } = setUp([problem(409, 'email_exists'), veto])
    const request = { businessName: 'Ana Plumbing', email: 'a@example.com', password: 'x', acceptTerms: true } as const
    expect((await refusalOf(client.auth.register(request))).code).toBe('email_exists')
    expect((await refusalOf(client.auth.register(request))).code).toBe('no_available_numbers')
    expect(sent).toHaveLength(2)
  })
})

describe('lists', () => {
  const pages = [
    { body: { items: [{ id: 'a' }, { id: 'b' }], nextCursor: 'after b' } },
    { body: { items: [{ id: 'c' }], nextCursor: null } },
  ]

  it('are read item by item through all pages', async () => {
    const { client, sent } = setUp(pages)
    const ids: string[] = []
    for await (const call of client.calls.list({ limit: 2 })) ids.push(call.id)
    expect(ids).toEqual(['a', 'b', 'c'])
    expect(sent.map(({ path }) => path)).toEqual(['/api/calls?limit=2', '/api/calls?limit=2&cursor=after+b'])
  })

  it('fetch no page that nobody reads', async () => {
    const { client, sent } = setUp(pages)
    expect(await client.calls.list().toArray(2)).toHaveLength(2)
    expect(await client.calls.list().toArray(0)).toEqual([])
    expect(sent).toHaveLength(1)
  })

  it('read the threads of texts, and one of them by its number', async () => {
    const page = { number: '+13125550142', items: [], nextCursor: null }
    const { client, sent } = setUp([pages[1]!, { status: 200, body: page }])
    expect(await client.messages.threads({ limit: 5 }).page()).toEqual(pages[1]!.body)
    expect(await client.messages.thread('+13125550142', { limit: 10 })).toEqual(page)
    expect(sent.map(({ path }) => path)).toEqual([
      '/api/messages/threads?limit=5',
      '/api/messages/threads/%2B13125550142?limit=10',
    ])
  })

  it('go on after a cursor', async () => {
    const { client, sent } = setUp([pages[1]!])
    expect(await client.messages.list({ cursor: 'after b' }).page()).toEqual(pages[1]!.body)
    expect(sent[0]!.path).toBe('/api/messages?cursor=after+b')
  })
})
