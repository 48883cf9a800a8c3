import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, inject, it } from 'vitest'

import { getJson, postJson, type Problem, register } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { RunningServer } from '../support/running-server.ts'

const mainFile = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** Starts with this environment alone, and says how it ended. */
function startWith(environment: Record<string, string>): { code: number | null; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'cloudgreet-start-'))
  const { status, stdout, stderr } = spawnSync(process.execPath, [mainFile], {
    env: { PATH: process.env.PATH, PORT: '0', CLOUDGREET_DATA_DIR: folder, ...environment },
    encoding: 'utf8',
    timeout: 30_000,
  })
  rmSync(folder, { recursive: true, force: true })
  return { code: status, output: stdout + stderr }
}

const long = 'x'.repeat(40)
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  JWT_SECRET: long,
  CRON_SECRET: long,
  INTERNAL_API_TOKEN: long,
  PUBLIC_BASE_URL: 'https://app.example.com',
  RETELL_API_KEY: long,
  TELNYX_API_KEY: long,
  TELNYX_PUBLIC_KEY: Buffer.alloc(32, 1).toString('base64'),
}

describe('the process', () => {
  it('row 61: does not start in production with a missing or short JWT_SECRET', () => {
    const { JWT_SECRET: _secret, ...without } = production
    const missing = startWith(without)
    const short = startWith({ ...production, JWT_SECRET: 'tooshort-canary' })
    expect([missing.code, short.code]).toEqual([2, 2])
    expect(missing.output).toContain('JWT_SECRET')
    expect(short.output).toContain('JWT_SECRET')
    expect(short.output).not.toContain('tooshort-canary')
  })

  it('row 62: does not start in production without CRON_SECRET, and names all problems at once', () => {
    const { code, output } = startWith({ NODE_ENV: 'production' })
    expect(code).toBe(2)
    for (const name of Object.keys(production).filter((variable) => variable !== 'NODE_ENV'))
      expect(output).toContain(name)
  })

  it('fault 4: does not start with an empty list of secrets, nor with a bad secrets file', () => {
    const empty = startWith({ RETELL_WEBHOOK_SECRET: ' , ', TELNYX_PUBLIC_KEY: ',', INTERNAL_API_TOKEN: ',' })
    const absent = startWith({ CLOUDGREET_SECRETS_FILE: '/no/such/file' })
    expect([empty.code, absent.code]).toEqual([2, 2])
    for (const name of ['RETELL_WEBHOOK_SECRET', 'TELNYX_PUBLIC_KEY', 'INTERNAL_API_TOKEN'])
      expect(empty.output).toContain(`${name} must name at least one secret`)
    expect(absent.output).toContain('CLOUDGREET_SECRETS_FILE cannot be read')
  })

  it('row 65: refuses a NEXT_PUBLIC_SUPABASE_URL that is no URL', () => {
    const { code, output } = startWith({ NEXT_PUBLIC_SUPABASE_URL: 'not a url' })
    expect([code, output]).toEqual([2, expect.stringContaining('NEXT_PUBLIC_SUPABASE_URL')])
  })

  onEachDatabase((server) => {
    it('row 14: health answers 200 and shows no secret', async () => {
      const answers = await Promise.all(['/livez', '/readyz', '/api/health'].map((path) => getJson(server(), path)))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
      const text = (await Promise.all(answers.map((answer) => answer.text()))).join('')
      for (const secret of Object.values(server().secrets)) expect(text).not.toContain(secret)
    })

    it('describes every route of this version in OpenAPI 3.1', async () => {
      const document = (await (await getJson(server(), '/api/openapi.json')).json()) as {
        openapi: string
        paths: object
      }
      expect(document.openapi).toMatch(/^3\.1/)
      expect(Object.keys(document.paths)).toEqual(
        expect.arrayContaining([
          '/api/auth/register-simple',
          '/api/dashboard/data',
          '/api/retell/webhook',
          '/api/sms/webhook',
        ]),
      )
    })

    it('answers bad input on every route with a problem and its code, never a 5xx', async () => {
      const { token } = await register(server())
      const answers = await askBadly(server(), token)
      expect(answers.length).toBeGreaterThan(50)
      const refused = answers.filter(({ status }) => status >= 400)
      expect(refused.filter(({ status }) => status >= 500)).toEqual([])
      expect(refused.filter(({ isProblem, code }) => !isProblem || !/^[a-z_]+$/.test(code))).toEqual([])
    })

    it('answers an unknown path with 404 and a wrong method with 405, as problems', async () => {
      const unknown = await getJson(server(), '/api/no-such-thing')
      const method = await postJson(server(), '/api/dashboard/data', {})
      expect([unknown.status, method.status]).toEqual([404, 405])
    })
  })

  it('row 14: health answers 503 while the database is away, and liveness stays 200', async () => {
    const server = await RunningServer.start({ postgresUrl: inject('postgresUrl') })
    try {
      const name = new URL(server.databaseUrl ?? '').pathname.slice(1)
      await server.sqlOnServer(inject('postgresUrl'), `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
      await server.sqlOnServer(
        inject('postgresUrl'),
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
      )
      const answers = await Promise.all(['/livez', '/readyz', '/api/health'].map((path) => getJson(server, path)))
      expect(answers.map(({ status }) => status)).toEqual([200, 503, 503])
    } finally {
      await server.dispose()
    }
  })

  it('finishes on SIGTERM with exit code 0', async () => {
    const server = await RunningServer.start()
    expect(await server.terminate()).toBe(0)
    await server.dispose()
  })
})

interface BadAnswer {
  readonly route: string
  readonly body: string
  readonly status: number
  readonly isProblem: boolean
  readonly code: string
}

const badBodies = [
  '',
  '{',
  '[]',
  'null',
  '"text"',
  '{"__proto__":{"role":"admin"}}',
  '['.repeat(5_000),
  '\u0000',
  'x'.repeat(300_000),
]

/** Every route of the OpenAPI document, with bodies, ids and queries that nobody should send. */
async function askBadly(server: RunningServer, token: string): Promise<BadAnswer[]> {
  const document = (await (await getJson(server, '/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, unknown>>
  }
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).flatMap((method) =>
      (method === 'get' ? [''] : badBodies).map((body) => ({ path, method, body })),
    ),
  )
  const answers: BadAnswer[] = []
  for (const { path, method, body } of routes) {
    const answer = await server.fetch(`${path.replace(/\{\w+\}/g, 'no-such-id')}?limit=-1&cursor=%00`, {
      method: method.toUpperCase(),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...(method === 'get' ? {} : { body }),
    })
    const text = await answer.text()
    const isProblem = answer.headers.get('content-type')?.includes('application/problem+json') ?? false
    const code = isProblem ? (JSON.parse(text) as Problem).code : ''
    answers.push({ route: `${method} ${path}`, body: body.slice(0, 30), status: answer.status, isProblem, code })
  }
  return answers
}
