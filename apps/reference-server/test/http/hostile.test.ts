import { describe, expect, it } from 'vitest'

import { register } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { sendRaw } from '../support/raw-http.ts'
import type { RunningServer } from '../support/running-server.ts'
import { retellEvent, VendorWebhooks } from '../support/vendor-webhooks.ts'

const crlf = '\r\n'
/** What an attacker hides behind the first request. It must never be answered. */
const hidden = `GET /livez HTTP/1.1${crlf}Host: localhost${crlf}${crlf}`

function post(path: string, headers: readonly string[], body = ''): string {
  return [`POST ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', body].join(crlf)
}

const framingAttacks: readonly (readonly [string, string, number])[] = [
  ['two lengths', post('/api/auth/login', ['Content-Length: 0', `Content-Length: ${hidden.length}`]) + hidden, 400],
  [
    'a length and chunks',
    post('/api/auth/login', [`Content-Length: ${hidden.length}`, 'Transfer-Encoding: chunked'], `0${crlf}${crlf}`) +
      hidden,
    400,
  ],
  ['a folded header', post('/api/auth/login', ['X-Folded: one', ' two', 'Content-Length: 0']) + hidden, 400],
  [
    'a header that ends in a bare line feed',
    `GET /livez HTTP/1.1${crlf}Host: localhost\nX-Next: 1${crlf}${crlf}${hidden}`,
    400,
  ],
  ['a chunk of no size', post('/api/auth/login', ['Transfer-Encoding: chunked'], `zz${crlf}`) + hidden, 400],
  ['an unknown transfer coding', post('/api/auth/login', ['Transfer-Encoding: xchunked'], hidden), 400],
  ['a space before the colon', post('/api/auth/login', [`Content-Length : ${hidden.length}`]) + hidden, 400],
  ['headers that are too long', post('/api/auth/login', [`X-Long: ${'x'.repeat(40_000)}`]) + hidden, 431],
]

describe('hostile requests', () => {
  onEachDatabase((server) => {
    it.each(framingAttacks)('%s: one refusal, and the connection closes', async (_attack, bytes, status) => {
      const answer = await sendRaw(server(), bytes)
      expect(answer.statuses).toEqual([status])
      expect(answer.text).toMatch(/"code":"[a-z_]+"/)
      expect(answer.text).not.toContain('"status":"ok"')
    })

    it('refuses a request without Host, and closes', async () => {
      expect((await sendRaw(server(), `GET /livez HTTP/1.1${crlf}${crlf}${hidden}`)).statuses).toEqual([400])
    })

    it.each([
      ['/api/auth/login', 262_144],
      ['/api/retell/webhook', 8_388_608],
    ])('refuses a body of %s longer than %i bytes by its length, before it comes', async (path, limit) => {
      const answer = await sendRaw(
        server(),
        post(path, ['Content-Type: application/json', `Content-Length: ${limit + 1}`]),
      )
      expect(answer.statuses).toEqual([413])
      expect(answer.text).toContain('body_too_large')
    })

    it.each([
      ['/api/auth/login', 262_144],
      ['/api/retell/webhook', 8_388_608],
    ])('refuses a body of %s longer than %i bytes while it is read', async (path, limit) => {
      const size = 65_536
      const chunk = `${size.toString(16)}${crlf}${'x'.repeat(size)}${crlf}`
      const head = post(path, ['Content-Type: application/json', 'Transfer-Encoding: chunked'])
      // No last chunk: whoever waits for the end of the body never answers.
      const answer = await sendRaw(server(), head, ...Array.from({ length: limit / size + 1 }, () => chunk))
      expect(answer.statuses).toEqual([413])
    })

    it.each(['TRACE', 'PROPFIND'])('does not serve %s', async (method) => {
      const request = `${method} / HTTP/1.1${crlf}Host: localhost${crlf}X-Canary: echo-canary${crlf}Connection: close${crlf}${crlf}`
      const answer = await sendRaw(server(), request)
      expect(answer.statuses).toEqual([405])
      expect(answer.text).not.toContain('echo-canary')
    })

    it('names neither its software nor its version, in no header and no refusal', async () => {
      const answers = await Promise.all(
        ['/', '/livez', '/api/nothing', '/api/calls'].map((path) => server().fetch(path)),
      )
      for (const answer of answers) {
        for (const name of ['server', 'x-powered-by', 'via']) expect(answer.headers.get(name)).toBeNull()
      }
      const refusals = answers.filter(({ status }) => status >= 400)
      expect(refusals).toHaveLength(2)
      for (const refusal of refusals)
        expect(await refusal.text()).not.toMatch(/node_modules|\bat .+\.js:\d+|hono|node\/\d/i)
    })

    it('row 6: floods of unsigned webhooks hear 429, which detailed health counts; signed events in between hear 200', async () => {
      const { business } = await register(server())
      const webhooks = new VendorWebhooks(server())
      const call = { agentId: business.retellAgentId, from: '+13125550142', to: business.phoneNumber }
      const before = await readTraffic(server())
      const [refusals, signed] = await Promise.all([
        flood(server(), 300),
        Promise.all(
          Array.from({ length: 10 }, () =>
            webhooks.retell(retellEvent('call_started', { ...call, callId: `call_${crypto.randomUUID()}` })),
          ),
        ),
      ])
      const afterwards = await webhooks.retell(
        retellEvent('call_started', { ...call, callId: `call_${crypto.randomUUID()}` }),
      )
      expect([...signed, afterwards].map(({ status }) => status)).toEqual(Array.from({ length: 11 }, () => 200))

      const limited = refusals.filter(({ status }) => status === 429)
      expect(new Set(refusals.map(({ status }) => status))).toEqual(new Set([401, 429]))
      for (const { retryAfter } of limited) expect(Number(retryAfter)).toBeGreaterThan(0)
      const traffic = await readTraffic(server())
      expect(traffic.rateLimited - before.rateLimited).toBe(limited.length)
      expect(traffic.refused - before.refused).toBe(300)
      expect(traffic.accepted - before.accepted).toBe(11)
    })
  })
})

interface Refusal {
  readonly status: number
  readonly retryAfter: string | null
}

async function flood(server: RunningServer, count: number): Promise<Refusal[]> {
  const refusals: Refusal[] = []
  for (let sent = 0; sent < count; sent += 20) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => server.fetch('/api/retell/webhook', { method: 'POST', body: '{}' })),
    )
    for (const answer of answers) {
      await answer.arrayBuffer()
      refusals.push({ status: answer.status, retryAfter: answer.headers.get('retry-after') })
    }
  }
  return refusals
}

async function readTraffic(server: RunningServer): Promise<{ rateLimited: number; refused: number; accepted: number }> {
  const headers = { 'x-internal-token': server.secrets.internalToken }
  const health = await server.fetch('/api/health/detailed', { headers })
  const { webhooks } = (await health.json()) as {
    webhooks: { retell: { rateLimited: number; refused: number; accepted: number } }
  }
  return webhooks.retell
}
