import { createPrivateKey, randomUUID } from 'node:crypto'

import { signRetellWebhook } from '@cloudgreet/telephony/retell'
import { signTelnyxWebhook } from '@cloudgreet/telephony/telnyx'

import { describe, expect, inject, it } from 'vitest'

import { seededRandom } from '../crash/random.ts'
import { register } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { readAsOperator, readHealth } from '../support/operator.ts'
import { RunningServer } from '../support/running-server.ts'
import { retellEvent, textReceived, VendorWebhooks } from '../support/vendor-webhooks.ts'

const seed = 20_260_115
const mutations = 1_000
const orders = 24

interface InboxItem {
  readonly eventKey: string
  readonly status: string
  readonly businessId: string | null
}

describe('faults of incoming webhooks', () => {
  onEachDatabase(
    (server) => {
      const businessWithCall = async () => {
        const { business } = await register(server())
        const makeCall = () => ({
          callId: `call_${randomUUID()}`,
          agentId: business.retellAgentId,
          from: '+13125550142',
          to: business.phoneNumber,
        })
        return { business, makeCall, webhooks: new VendorWebhooks(server()) }
      }
      const readInbox = (query: string) =>
        readAsOperator<{ items: readonly InboxItem[] }>(server(), `/api/internal/webhooks/inbox?${query}`)

      it(`never takes a signed event that was changed: ${mutations} mutations by seed ${seed}, 0 rows`, async () => {
        const { makeCall } = await businessWithCall()
        const random = seededRandom(seed)
        const { telnyxPrivateKey, retellKey } = server().secrets
        const der = Buffer.from(telnyxPrivateKey, 'base64')
        const telnyxKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
        const countRows = async () => (await server().sql('SELECT id FROM webhook_inbox')).length
        const before = await countRows()
        const statuses = new Map<number, number>()
        for (let sent = 0; sent < mutations; sent += 20) {
          const answers = await Promise.all(
            Array.from({ length: 20 }, async (_, index) => {
              const isRetell = index % 2 === 0
              const rawBody = JSON.stringify(
                isRetell
                  ? retellEvent('call_ended', makeCall())
                  : { data: { id: randomUUID(), event_type: 'call.initiated', payload: {} } },
              )
              const headers = isRetell
                ? await signRetellWebhook({ rawBody, secret: retellKey })
                : await signTelnyxWebhook({ rawBody, privateKey: telnyxKey })
              const changed = mutate({ body: Buffer.from(rawBody), headers }, random)
              return server().fetch(isRetell ? '/api/retell/webhook' : '/api/sms/webhook', {
                method: 'POST',
                body: changed.body,
                headers: { ...changed.headers, 'x-forwarded-for': `198.51.100.${(sent + index) % 250}` },
              })
            }),
          )
          for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
        }
        expect(statuses).toEqual(new Map([[401, mutations]]))
        expect(await countRows()).toBe(before)
      })

      it(`fault 8: events in ${orders} random orders with repeats, by seed ${seed}, end in equal rows`, async () => {
        const { makeCall, webhooks } = await businessWithCall()
        const random = seededRandom(seed)
        const calls = Array.from({ length: orders }, makeCall)
        for (const call of calls) {
          const events = ['call_started', 'call_ended', 'call_analyzed'] as const
          for (const event of shuffle([...events, ...events], random)) await webhooks.retell(retellEvent(event, call))
        }
        const ids = calls.map(({ callId }) => `'${callId}'`).join()
        const rows = await server().sql(
          `SELECT DISTINCT business_id, status, outcome, transcript, summary, sentiment, duration_ms, created_at, ended_at
           FROM calls WHERE provider_call_id IN (${ids})`,
        )
        expect(rows).toHaveLength(1)
        const inbox = await server().sql(
          `SELECT id FROM webhook_inbox WHERE event_key LIKE ANY (ARRAY[${calls
            .map(({ callId }) => `'${callId}:%'`)
            .join()}])`,
        )
        expect(inbox).toHaveLength(3 * orders)
      })

      it('fault 9: keeps events of an unknown type, agent or number as unrouted, for nobody, and answers 200', async () => {
        const { makeCall, webhooks } = await businessWithCall()
        const strange = { ...makeCall(), agentId: `agent_${randomUUID()}`, to: '+18005550199' }
        const text = {
          eventId: randomUUID(),
          messageId: randomUUID(),
          from: '+13125550142',
          to: '+18005550198',
          body: 'Anybody?',
        }
        const typeless = `future_event_${randomUUID()}`
        const answers = [
          await webhooks.retell(retellEvent('call_started', strange)),
          await webhooks.telnyx(textReceived(text)),
          await webhooks.retell({ event: typeless }),
        ]
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
        const { items } = await readInbox('status=unrouted&limit=100')
        for (const key of [`${strange.callId}:call_started`, text.eventId, typeless])
          expect(items.find(({ eventKey }) => eventKey.startsWith(key))).toMatchObject({ businessId: null })
        expect(await server().sql(`SELECT id FROM calls WHERE provider_call_id = '${strange.callId}'`)).toEqual([])
        expect(await server().sql(`SELECT id FROM sms_logs WHERE provider_message_id = '${text.messageId}'`)).toEqual(
          [],
        )
      })

      it.each([
        ['not_json', Buffer.from(`{not json ${randomUUID()}`)],
        ['invalid_utf8', Buffer.concat([Buffer.from(`{"event":"${randomUUID()}`), Buffer.from([0xff, 0x22, 0x7d])])],
        ['too_deep', Buffer.from('['.repeat(100) + `"${randomUUID()}"` + ']'.repeat(100))],
        ['schema_mismatch', Buffer.from(JSON.stringify({ event: 'call_ended', call: { id: randomUUID() } }))],
      ])('fault 10: quarantines signed bytes that are %s, answers 400 once, then 200', async (code, body) => {
        const headers = await signRetellWebhook({ rawBody: body, secret: server().secrets.retellKey })
        const post = async () => {
          const answer = await server().fetch('/api/retell/webhook', {
            method: 'POST',
            body,
            headers,
          })
          return { status: answer.status, ...((await answer.json()) as object) }
        }
        expect(await post()).toMatchObject({ status: 400, code })
        expect(await post()).toMatchObject({ status: 200, duplicate: true })
        const kept = await server().sql<{ body: string }>(
          `SELECT encode(body, 'hex') AS body FROM webhook_inbox
           WHERE status = 'quarantined' AND body = decode('${body.toString('hex')}', 'hex')`,
        )
        expect(kept).toHaveLength(1)
      })
    },
    { CLOUDGREET_TRUSTED_PROXIES: '1' },
  )

  it('row 6: overload answers a verified event 503 with Retry-After, never 429, and takes it afterwards', async () => {
    const server = await RunningServer.start({ postgresUrl: inject('postgresUrl') })
    try {
      const webhooks = new VendorWebhooks(server)
      for (let sent = 0; sent < 150; sent += 1)
        await (await server.fetch('/api/retell/webhook', { method: 'POST', body: '{}' })).arrayBuffer()
      const name = new URL(server.databaseUrl ?? '').pathname.slice(1)
      const setConnections = async (isAllowed: boolean) => {
        await server.sqlOnServer(inject('postgresUrl'), `ALTER DATABASE ${name} ALLOW_CONNECTIONS ${isAllowed}`)
        if (!isAllowed)
          await server.sqlOnServer(
            inject('postgresUrl'),
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
          )
      }
      await setConnections(false)
      const refused = await webhooks.retell({ test: 'overload' })
      expect(refused.status).toBe(503)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      await setConnections(true)
      expect((await webhooks.retell({ test: 'overload' })).status).toBe(200)
      const { retell } = (await readHealth(server)).webhooks
      expect(retell?.rateLimited).toBeGreaterThanOrEqual(30)
    } finally {
      await server.dispose()
    }
  })
})

interface SignedRequest {
  readonly body: Buffer<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

/** One change of a signed request: a byte of the body, or a character of a header, other, more or less. */
function mutate({ body, headers }: SignedRequest, random: () => number): SignedRequest {
  const pick = (length: number) => Math.floor(random() * length)
  if (random() < 0.5) {
    const at = pick(body.length)
    const byte = ((body[at] ?? 0) + 1 + pick(255)) % 256
    const [before, after] = [body.subarray(0, at), body.subarray(at + 1)]
    const inserted = [Buffer.from([byte]), Buffer.from([body[at] ?? 0, byte]), Buffer.alloc(0)][pick(3)]
    return { headers, body: Buffer.concat([before, inserted ?? Buffer.alloc(0), after]) }
  }
  const names = Object.keys(headers)
  const name = names[pick(names.length)] ?? ''
  const value = headers[name] ?? ''
  const at = pick(value.length)
  const other = '0123456789abcdefABCDEF+/=,'.replaceAll(value[at] ?? '', '')
  const replacement = [other[pick(other.length)], ''][pick(2)] ?? ''
  return { body, headers: { ...headers, [name]: value.slice(0, at) + replacement + value.slice(at + 1) } }
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item)
}
