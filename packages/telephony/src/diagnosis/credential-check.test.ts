import { createServer } from 'node:http'

import { credentialReportSchema } from '@cloudgreet/core/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestSimulator, type TestSimulator } from '../simulator/testkit/start-test-simulator.ts'
import { createRetellCredentialCheck } from './adapters/retell/retell-credential-check.ts'
import { createTelnyxCredentialCheck } from './adapters/telnyx/telnyx-credential-check.ts'

describe('credential checks', () => {
  let subject: TestSimulator
  beforeAll(async () => {
    subject = await startTestSimulator()
  })
  afterAll(() => subject.close())

  const vendors = {
    retell: {
      access: () => ({ apiKey: subject.retellApiKey, baseUrl: subject.simulator.retellBaseUrl }),
      create: createRetellCredentialCheck,
      target: 'retell.concurrency.get',
    },
    telnyx: {
      access: () => ({ apiKey: subject.telnyxApiKey, baseUrl: subject.simulator.telnyxBaseUrl }),
      create: createTelnyxCredentialCheck,
      target: 'telnyx.numbers.list',
    },
  }

  describe.each(['retell', 'telnyx'] as const)('%s', (vendor) => {
    const { access, create, target } = vendors[vendor]

    it('takes a valid key', async () => {
      const report = await create(access()).check()
      expect(credentialReportSchema.parse(report)).toMatchObject({ vendor, state: 'ok', status: null })
    })

    it('tells an invalid key from a refusal for another reason', async () => {
      const report = await create({ ...access(), apiKey: 'not-the-key' }).check()
      expect(report).toMatchObject({ state: 'invalid_key', status: 401 })
      expect(JSON.stringify(report)).not.toContain('not-the-key')
      for (const [kind, state] of [
        ['429', 'rate_limited'],
        ['500', 'failed'],
      ] as const) {
        await subject.control.post('/faults', { target, kind })
        expect((await create(access()).check()).state).toBe(state)
      }
    })

    it('reports what forbids, what never answers and what does not listen', async () => {
      const forbidding = createServer((_request, response) => {
        response.writeHead(403, { 'content-type': 'application/json' }).end('{"errors":[{"code":"10010"}]}')
      })
      const silent = createServer(() => {})
      const check = async (server: typeof silent) => {
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
        const address = server.address()
        const port = typeof address === 'object' ? address?.port : 0
        const report = await create({ apiKey: 'key', baseUrl: `http://127.0.0.1:${port}`, timeoutMs: 200 }).check()
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
        return report.state
      }
      expect(await check(forbidding)).toBe('forbidden')
      expect(await check(silent)).toBe('no_response')
      expect((await create({ apiKey: 'key', baseUrl: 'http://127.0.0.1:9' }).check()).state).toBe('no_response')
    })
  })
})
