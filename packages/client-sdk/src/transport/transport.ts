import ky, { type KyInstance } from 'ky'

import type { Credentials, CredentialStorage } from '../session/credential-storage.ts'
import { CloudGreetApiError } from './cloudgreet-api-error.ts'
import { createClockSkew, type ClientClock } from './clock-skew.ts'
import { createIdempotencyKey } from './idempotency-key.ts'
import { retryPolicy } from './retry-policy.ts'
import { toApiError } from './to-api-error.ts'

/** `browser`: the refresh token is a cookie. `token`: it is kept in the storage (scripts, servers, mobile). */
export type ClientKind = 'browser' | 'token'

/** What a single call may set. */
export type CallOptions = {
  readonly signal?: AbortSignal | undefined
  /** For a call that reaches people or costs money; made up when missing. The same key has the effect of one call. */
  readonly idempotencyKey?: string | undefined
  /** Time for each try, in milliseconds. Default: 30,000. */
  readonly timeoutMs?: number | undefined
}

export type ApiRequest = CallOptions & {
  readonly method: 'get' | 'post' | 'patch'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined
  readonly body?: unknown
  /** Sent instead of the stored credentials; null sends none. */
  readonly bearer?: string | null | undefined
  /** It reaches people or costs money: it carries an Idempotency-Key. */
  readonly isKeyed?: boolean | undefined
}

export type ApiAnswer = {
  readonly status: number
  readonly body: unknown
}

export type TransportSettings = {
  readonly baseUrl: string
  readonly storage: CredentialStorage
  readonly fetch: typeof globalThis.fetch
  readonly clock: ClientClock
  readonly clientKind: ClientKind
  readonly random: () => number
}

/** Sends requests: credentials, one refresh, retries, errors. */
export interface Transport {
  /** @throws {CloudGreetApiError} for everything but a 2xx answer */
  send(request: ApiRequest): Promise<ApiAnswer>
  /** Takes a new access token; calls at the same time share one attempt. */
  refresh(): Promise<unknown>
  skewMs(): number | undefined
}

const CALL_TIMEOUT_MS = 30_000

export function createTransport(settings: TransportSettings): Transport {
  const skew = createClockSkew(settings.clock)
  const http = createHttp(settings, (response) => skew.observe(response.headers))
  let refreshing: Promise<unknown> | undefined

  async function attempt(request: ApiRequest, idempotencyKey: string | undefined): Promise<ApiAnswer> {
    const credentials = request.bearer === undefined ? await settings.storage.read() : undefined
    try {
      return await exchange(http, request, {
        bearer: request.bearer ?? credentials?.token,
        idempotencyKey,
        retry: retryPolicy({
          isRepeatable: request.method === 'get' || idempotencyKey !== undefined,
          random: settings.random,
          now: () => settings.clock.now(),
        }),
      })
    } catch (error) {
      throw toApiError(error, { now: settings.clock.now(), clockSkewMs: skew.skewMs() })
    }
  }

  async function refreshOnce(): Promise<unknown> {
    refreshing ??= oneTabAtATime(() => refreshCredentials(settings, attempt)).finally(() => {
      refreshing = undefined
    })
    return refreshing
  }

  return {
    async send(request) {
      const idempotencyKey = request.idempotencyKey ?? (request.isKeyed === true ? createIdempotencyKey() : undefined)
      try {
        return await attempt(request, idempotencyKey)
      } catch (error) {
        if (request.bearer !== undefined || !isExpiry(error)) throw error
        await refreshOnce()
        return attempt(request, idempotencyKey)
      }
    },
    refresh: refreshOnce,
    skewMs: () => skew.skewMs(),
  }
}

function createHttp(settings: TransportSettings, observe: (response: Response) => void): KyInstance {
  return ky.create({
    fetch: settings.fetch,
    credentials: settings.clientKind === 'browser' ? 'include' : 'omit',
    headers: settings.clientKind === 'token' ? { 'x-cloudgreet-client': 'token' } : {},
    hooks: { afterResponse: [({ response }) => observe(response)] },
    prefix: settings.baseUrl,
  })
}

type Passport = {
  readonly bearer: string | undefined
  readonly idempotencyKey: string | undefined
  readonly retry: ReturnType<typeof retryPolicy>
}

async function exchange(http: KyInstance, request: ApiRequest, passport: Passport): Promise<ApiAnswer> {
  const response = await http(request.path, {
    method: request.method,
    timeout: request.timeoutMs ?? CALL_TIMEOUT_MS,
    retry: passport.retry,
    headers: {
      accept: 'application/json',
      authorization: passport.bearer === undefined ? undefined : `Bearer ${passport.bearer}`,
      'idempotency-key': passport.idempotencyKey,
    },
    ...(request.query === undefined ? {} : { searchParams: request.query }),
    ...(request.body === undefined ? {} : { json: request.body }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

/** Rotates the refresh token. A refusal empties the storage: the next call is anonymous. */
async function refreshCredentials(
  { storage, clientKind }: TransportSettings,
  attempt: (request: ApiRequest, idempotencyKey: undefined) => Promise<ApiAnswer>,
): Promise<unknown> {
  const kept = await storage.read()
  const body = clientKind === 'token' ? { refreshToken: kept?.refreshToken } : {}
  try {
    const { body: answer } = await attempt({ method: 'post', path: 'api/auth/refresh', body, bearer: null }, undefined)
    await storage.write(toCredentials(answer))
    return answer
  } catch (error) {
    if (CloudGreetApiError.isInstance(error) && error.status === 401) await storage.clear()
    throw error
  }
}

/** @throws {CloudGreetApiError} `invalid_response` when the answer holds no token */
export function toCredentials(answer: unknown): Credentials {
  const { token, expiresAt, refreshToken } = (answer ?? {}) as Partial<Record<keyof Credentials, unknown>>
  if (typeof token !== 'string' || typeof expiresAt !== 'string') {
    throw new CloudGreetApiError({ status: 0, code: 'invalid_response', detail: 'The answer held no access token.' })
  }
  return typeof refreshToken === 'string' ? { token, expiresAt, refreshToken } : { token, expiresAt }
}

function isExpiry(error: unknown): boolean {
  return CloudGreetApiError.isInstance(error) && error.status === 401 && error.code === 'token_expired'
}

type TabLocks = { request(name: string, work: () => Promise<unknown>): Promise<unknown> }

/** The cookie is shared by all tabs and each refresh token serves once, so two tabs must not refresh together. */
async function oneTabAtATime(work: () => Promise<unknown>): Promise<unknown> {
  const { document, navigator } = globalThis as { document?: unknown; navigator?: { locks?: TabLocks } }
  if (document === undefined || navigator?.locks === undefined) return work()
  return navigator.locks.request('cloudgreet-refresh', work)
}
