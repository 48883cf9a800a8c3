import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { signRetellWebhook } from '@cloudgreet/telephony/retell'
import { createTelnyxKeyPair, signTelnyxWebhook } from '@cloudgreet/telephony/telnyx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { eventually, getJson, register } from '../support/api.ts'
import { readHealth } from '../support/operator.ts'
import { RunningServer } from '../support/running-server.ts'

/** A changed file holds within five seconds; the clock of a busy machine gets one more. */
const rotationMs = 6_000
const makeSecret = () => `secret-${crypto.randomUUID()}`

/** A secrets file as Kubernetes mounts it: a link to a folder that is swapped as a whole. */
class MountedSecrets {
  readonly #folder = mkdtempSync(join(tmpdir(), 'cloudgreet-secrets-'))
  readonly path = join(this.#folder, 'secrets.env')
  #version = 0

  constructor(variables: Readonly<Record<string, string>>) {
    symlinkSync(join('..data', 'secrets.env'), this.path)
    this.swap(variables)
  }

  swap(variables: Readonly<Record<string, string>>): void {
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
    this.swapText(`# Rotated by hand\n${lines.join('\n')}\n`)
  }

  swapText(text: string): void {
    this.#version += 1
    const version = `..version_${this.#version}`
    mkdirSync(join(this.#folder, version))
    writeFileSync(join(this.#folder, version, 'secrets.env'), text)
    symlinkSync(version, join(this.#folder, '..data_tmp'))
    renameSync(join(this.#folder, '..data_tmp'), join(this.#folder, '..data'))
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

describe('secrets that rotate', () => {
  const five = Array.from({ length: 5 }, makeSecret)
  const [apiKey, jwt, token] = [makeSecret(), makeSecret(), makeSecret()]
  const telnyx = [createTelnyxKeyPair(), createTelnyxKeyPair()] as const
  const atStart = {
    RETELL_WEBHOOK_SECRET: five.join(','),
    RETELL_API_KEY: apiKey,
    TELNYX_PUBLIC_KEY: telnyx[0].publicKey,
    JWT_SECRET: jwt,
  }
  let mounted: MountedSecrets
  let server: RunningServer
  beforeAll(async () => {
    mounted = new MountedSecrets(atStart)
    server = await RunningServer.start({
      environment: { CLOUDGREET_SECRETS_FILE: mounted.path, CLOUDGREET_SANDBOX: 'on' },
    })
  })
  afterAll(async () => {
    await server.dispose()
    mounted.dispose()
  })

  const postRetell = async (secret: string) => {
    const rawBody = JSON.stringify({ test: crypto.randomUUID() })
    const headers = await signRetellWebhook({ rawBody, secret })
    const answer = await server.fetch('/api/retell/webhook', { method: 'POST', body: rawBody, headers })
    return { status: answer.status, ...((await answer.json()) as { code?: string; detail?: string }) }
  }
  const postTelnyx = async (privateKey: string) => {
    const rawBody = JSON.stringify({ data: { id: crypto.randomUUID(), event_type: 'test' } })
    const headers = await signTelnyxWebhook({ rawBody, privateKey })
    return server.fetch('/api/sms/webhook', { method: 'POST', body: rawBody, headers })
  }
  const waitFor = async (ask: () => Promise<{ readonly status: number }>, status: number) =>
    eventually(ask, (answer) => answer.status === status, rotationMs)

  it('row 54: takes each key of RETELL_WEBHOOK_SECRET and RETELL_API_KEY, and says how many of each did not fit', async () => {
    for (const secret of [...five, apiKey]) expect((await postRetell(secret)).status).toBe(200)
    const refused = await postRetell(makeSecret())
    expect(refused).toMatchObject({ status: 401, code: 'mismatch' })
    expect(refused.detail).toContain('RETELL_WEBHOOK_SECRET x 5, RETELL_API_KEY x 1')
    for (const secret of [...five, apiKey]) expect(JSON.stringify(refused)).not.toContain(secret)
  })

  it('fault 4: takes a new secret, and refuses a removed one, within five seconds and without a restart', async () => {
    const { processId } = server
    const [added, pair] = [makeSecret(), telnyx[1]]
    expect((await postRetell(added)).status).toBe(401)
    expect((await postTelnyx(pair.privateKey)).status).toBe(401)
    mounted.swap({
      ...atStart,
      RETELL_WEBHOOK_SECRET: [added, ...five.slice(1)].join(','),
      TELNYX_PUBLIC_KEY: `${telnyx[0].publicKey},${pair.publicKey}`,
    })
    await waitFor(() => postRetell(added), 200)
    await waitFor(() => postTelnyx(pair.privateKey), 200)
    expect((await postRetell(five[0] ?? '')).status).toBe(401)
    expect((await postRetell(five[1] ?? '')).status).toBe(200)
    mounted.swap({ ...atStart, RETELL_WEBHOOK_SECRET: added, TELNYX_PUBLIC_KEY: pair.publicKey })
    await waitFor(() => postRetell(five[1] ?? ''), 401)
    await waitFor(() => postTelnyx(telnyx[0].privateKey), 401)
    expect((await postTelnyx(pair.privateKey)).status).toBe(200)
    expect(server.processId).toBe(processId)
    expect(server.logs.filter(({ event }) => event === 'secrets_changed').length).toBeGreaterThanOrEqual(2)
    expect(JSON.stringify(server.logs)).not.toContain(added)
  })

  it('fault 4: keeps the old secrets when the file is bad, and warns by name', async () => {
    mounted.swap(atStart)
    await waitFor(() => postRetell(five[0] ?? ''), 200)
    const bad = [
      ['', 'names no secret'],
      ['RETELL_WEBHOOK_SECRET=\n', 'RETELL_WEBHOOK_SECRET'],
      ['RETELL_WEBHOOK_SECRET=","\n', 'RETELL_WEBHOOK_SECRET'],
      ['JWT_SECRET=short-canary\n', 'JWT_SECRET'],
      ['TELNYX_PUBLIC_KEY=short-canary\n', 'TELNYX_PUBLIC_KEY'],
      ['DATABASE_URL=postgres://canary@127.0.0.1/x\n', 'DATABASE_URL'],
      ['RETELL_WEBHOOK_SECRET=fine\nno assignment canary\n', 'line 2'],
    ] as const
    for (const [text, problem] of bad) {
      mounted.swapText(text)
      const { warnings } = await eventually(
        () => readHealth(server),
        (health) => health.warnings.some((warning) => warning.includes(problem)),
        rotationMs,
      )
      expect(warnings.join()).toContain('secrets_file_invalid')
      expect(warnings.join()).not.toContain('canary')
      expect((await postRetell(five[0] ?? '')).status).toBe(200)
    }
    rmSync(mounted.path)
    await eventually(
      () => readHealth(server),
      ({ warnings }) => warnings.some((warning) => warning.includes('cannot be read')),
      rotationMs,
    )
    symlinkSync(join('..data', 'secrets.env'), mounted.path)
    mounted.swap(atStart)
    await eventually(
      () => readHealth(server),
      ({ warnings }) => !warnings.join().includes('secrets_file_invalid'),
      rotationMs,
    )
  }, 120_000)

  it('reads the file at once on SIGHUP', async () => {
    const added = makeSecret()
    mounted.swap({ ...atStart, RETELL_WEBHOOK_SECRET: added })
    process.kill(server.processId, 'SIGHUP')
    await eventually(
      () => postRetell(added),
      ({ status }) => status === 200,
      1_500,
    )
    expect((await postRetell(five[0] ?? '')).status).toBe(401)
  })

  it('row 29: takes tokens of the old and the new secret while it rotates, afterwards only of the new one', async () => {
    mounted.swap(atStart)
    const next = makeSecret()
    const old = await register(server)
    const askAs = (bearer: string) => getJson(server, '/api/dashboard/data', bearer)
    mounted.swap({ ...atStart, JWT_SECRET: `${next},${jwt}` })
    process.kill(server.processId, 'SIGHUP')
    const isSignedByNext = (bearer: string) => keyIdOf(bearer) !== keyIdOf(old.token)
    const fresh = await eventually(
      () => register(server),
      (session) => isSignedByNext(session.token),
      rotationMs,
    )
    expect([(await askAs(old.token)).status, (await askAs(fresh.token)).status]).toEqual([200, 200])
    mounted.swap({ ...atStart, JWT_SECRET: next })
    await waitFor(() => askAs(old.token), 401)
    expect((await askAs(fresh.token)).status).toBe(200)
  })

  it('takes a new internal token and refuses the old one', async () => {
    const health = (internalToken: string) =>
      server.fetch('/api/health/detailed', { headers: { 'x-internal-token': internalToken } })
    const before = server.secrets.internalToken
    mounted.swap({ ...atStart, INTERNAL_API_TOKEN: token })
    await waitFor(() => health(token), 200)
    expect((await health(before)).status).toBe(401)
  })
})

function keyIdOf(token: string): string {
  const [header = ''] = token.split('.')
  return (JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }).kid
}
