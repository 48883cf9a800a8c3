import type { RunningServer } from './running-server.ts'

export interface Session {
  readonly token: string
  readonly refreshToken?: string
  readonly user: { readonly id: string; readonly email: string; readonly role: string }
  readonly business: { readonly id: string; readonly phoneNumber: string; readonly retellAgentId: string }
}

export interface Problem {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly traceId: string
  readonly errors?: ReadonlyArray<{ readonly field: string; readonly message: string }>
}

/** A form that registers; each with an email of its own. */
export function registrationForm(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    businessName: 'Example Plumbing',
    email: `owner-${crypto.randomUUID()}@example.com`,
    password: 'correct horse battery',
    phone: '(312) 555-0142',
    timeZone: 'America/Chicago',
    acceptTerms: true,
    smsConsent: true,
    ...overrides,
  }
}

export function postJson(
  server: RunningServer,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return server.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-cloudgreet-client': 'token', ...headers },
    body: JSON.stringify(body),
  })
}

export function getJson(server: RunningServer, path: string, token?: string): Promise<Response> {
  return server.fetch(path, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })
}

/** Registers a business and waits for it. */
export async function register(server: RunningServer, overrides: Record<string, unknown> = {}): Promise<Session> {
  const answer = await postJson(server, '/api/auth/register-simple', registrationForm(overrides))
  if (answer.status !== 201) throw new Error(`Registration answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Session
}

export async function login(server: RunningServer, email: string, password: string): Promise<Session> {
  const answer = await postJson(server, '/api/auth/login', { email, password })
  if (answer.status !== 200) throw new Error(`Login answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Session
}

/** Asks until the answer satisfies: for what follows an event by itself. Default of `longestMs`: 15 seconds. */
export async function eventually<Result>(
  ask: () => Promise<Result>,
  isEnough: (result: Result) => boolean,
  longestMs = 15_000,
): Promise<Result> {
  const deadline = performance.now() + longestMs
  let result = await ask()
  while (!isEnough(result)) {
    if (performance.now() > deadline) throw new Error(`Not in ${longestMs} ms: ${JSON.stringify(result)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    result = await ask()
  }
  return result
}
