import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { type Problem, register } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { RunningServer } from '../support/running-server.ts'
import { VendorWebhooks } from '../support/vendor-webhooks.ts'

interface Finding {
  readonly code: string
  readonly text: string
  readonly evidence: Readonly<Record<string, unknown>>
  readonly command: string
}

interface Diagnosis {
  readonly healthy: boolean
  readonly findings: readonly Finding[]
}

interface Credential {
  readonly vendor: string
  readonly state: string
  readonly status: number | null
}

const runProgram = promisify(execFile)
const cliFolder = fileURLToPath(new URL('../../dist/cli/', import.meta.url))

/** What a program of the operator prints, whether or not it ends with a finding. */
async function run(server: RunningServer, program: 'doctor' | 'diagnose', ...parameters: string[]) {
  const environment = { PATH: process.env.PATH, CLOUDGREET_DATA_DIR: server.dataFolder, PORT: new URL(server.url).port }
  return runProgram(process.execPath, [join(cliFolder, `${program}.js`), ...parameters], { env: environment }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
  )
}

function askInternal(server: RunningServer, query = ''): Promise<Response> {
  return server.fetch(`/api/internal/diagnose${query}`, {
    headers: { 'x-internal-token': server.secrets.internalToken },
  })
}

describe('diagnosis', () => {
  onEachDatabase((server) => {
    const diagnose = async (businessId: string) =>
      (await (await askInternal(server(), `?businessId=${businessId}`)).json()) as Diagnosis
    const find = async (businessId: string, code: string) =>
      (await diagnose(businessId)).findings.find((finding) => finding.code === code)

    it('row 55: shows a business without an agent, with the command that repairs it', async () => {
      const { business } = await register(server())
      await server().sql(`UPDATE businesses SET retell_agent_id = NULL WHERE id = '${business.id}'`, { write: true })
      const { healthy, findings } = await diagnose(business.id)
      expect(healthy).toBe(false)
      expect(findings[0]).toMatchObject({ code: 'no_agent', command: `npm run repair-agent -- ${business.id}` })
      const printed = await run(server(), 'diagnose', business.id)
      expect(printed.code).toBe(1)
      expect(printed.stdout).toContain(`npm run repair-agent -- ${business.id}`)
    })

    it('names the commonest reason of failing calls, refused webhooks and a paused agent', async () => {
      const { business } = await register(server())
      expect(await find(business.id, 'no_webhooks_received')).toBeDefined()
      const webhooks = new VendorWebhooks(server())
      for (let attempt = 0; attempt < 3; attempt += 1)
        await webhooks.retell({
          event: 'call_ended',
          call: {
            call_id: crypto.randomUUID(),
            agent_id: business.retellAgentId,
            call_status: 'not_connected',
            disconnection_reason: 'concurrency_limit_reached',
          },
        })
      expect(await find(business.id, 'no_webhooks_received')).toBeUndefined()
      expect(await find(business.id, 'calls_failing')).toMatchObject({
        evidence: { successRate: 0, failures: 3, commonestReason: 'concurrency_limit_reached' },
      })
      await server().fetch('/api/retell/webhook', { method: 'POST', body: '{}' })
      expect(await find(business.id, 'webhooks_refused')).toMatchObject({
        evidence: { provider: 'retell', lastRefusedReason: 'missing_header' },
      })
      await server().sql(`UPDATE businesses SET agent_paused = true WHERE id = '${business.id}'`, { write: true })
      expect((await diagnose(business.id)).findings[0]?.code).toBe('agent_paused')
    })

    it('knows no business that does not exist, and asks for the internal token', async () => {
      const unknown = await askInternal(server(), `?businessId=${crypto.randomUUID()}`)
      expect([unknown.status, ((await unknown.json()) as Problem).code]).toEqual([404, 'not_found'])
      expect((await server().fetch('/api/internal/diagnose')).status).toBe(401)
    })
  })
})

describe('doctor', () => {
  const invalidKey = 'not-a-key-of-anybody'
  let vendors: RunningServer
  let subject: RunningServer
  let simulator: { readonly retellBaseUrl: string; readonly telnyxBaseUrl: string }
  const silent = createServer(() => {})
  beforeAll(async () => {
    vendors = await RunningServer.start()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    simulator = JSON.parse(readFileSync(join(vendors.dataFolder, 'simulator.json'), 'utf8')) as typeof simulator
    subject = await RunningServer.start({
      environment: {
        RETELL_API_KEY: invalidKey,
        RETELL_BASE_URL: simulator.retellBaseUrl,
        TELNYX_API_KEY: invalidKey,
        TELNYX_BASE_URL: simulator.telnyxBaseUrl,
      },
    })
  })
  afterAll(async () => {
    await subject?.dispose()
    await vendors?.dispose()
    silent.close()
  })

  it.each([
    ['row 53: reports an invalid RETELL_API_KEY as invalid, not as silence', 'retell'],
    ['row 57: reports an invalid TELNYX_API_KEY as invalid, not as silence', 'telnyx'],
  ])('%s', async (_title, vendor) => {
    const report = (await (await askInternal(subject)).json()) as { credentials: Credential[] }
    expect(report.credentials.find((credential) => credential.vendor === vendor)).toMatchObject({
      state: 'invalid_key',
      status: 401,
    })
    const printed = await run(subject, 'doctor')
    expect(printed.code).toBe(1)
    expect(printed.stdout).toMatch(new RegExp(`${vendor} +\\| invalid_key +\\| 401`))
    expect(printed.stdout).not.toContain(invalidKey)
  })

  it('finds nothing wrong with the sandbox, and counts the webhook secrets by kind', async () => {
    const printed = await run(vendors, 'doctor')
    expect(printed.code).toBe(0)
    const report = (await (await askInternal(vendors)).json()) as { healthy: boolean; webhookSecrets: unknown }
    expect(report).toMatchObject({
      healthy: true,
      webhookSecrets: [
        { vendor: 'retell', kind: 'sandbox', count: 1 },
        { vendor: 'telnyx', kind: 'sandbox', count: 1 },
      ],
    })
  })

  it('tells a vendor that never answers from one that limits the rate', async () => {
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : 0
    const quiet = await RunningServer.start({
      environment: {
        RETELL_API_KEY: invalidKey,
        RETELL_BASE_URL: `http://127.0.0.1:${port}`,
        TELNYX_API_KEY: vendors.secrets.telnyxApiKey,
        TELNYX_BASE_URL: simulator.telnyxBaseUrl,
      },
    })
    try {
      await fetch(`${vendors.simulatorControlUrl}/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ target: 'telnyx.numbers.list', kind: '429' }),
      })
      const report = (await (await askInternal(quiet)).json()) as { credentials: Credential[] }
      expect(report.credentials).toMatchObject([
        { vendor: 'retell', state: 'no_response', status: null },
        { vendor: 'telnyx', state: 'rate_limited', status: 429 },
      ])
    } finally {
      await quiet.dispose()
    }
  }, 60_000)
})
