import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { AgentLine } from '../support/agent-call.ts'
import { getJson, login, postJson, register } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import type { RunningServer } from '../support/running-server.ts'
import { textReceived, VendorWebhooks } from '../support/vendor-webhooks.ts'

const makeCanary = (kind: string) => `canary-${kind}-${crypto.randomUUID()}`

describe('secrets', () => {
  onEachDatabase(
    (server) => {
      it('stay out of every column of every table, out of the log and out of what the vendors got', async () => {
        const password = makeCanary('password')
        const { user, token, refreshToken = '' } = await register(server(), { password })
        const session = await login(server(), user.email, password)
        const canaries = [password, token, refreshToken, session.token, session.refreshToken ?? '']
        expect(canaries.every((canary) => canary.length > 20)).toBe(true)
        for (const canary of canaries) {
          expect(await findInDatabase(server(), canary)).toEqual([])
          expect(findOnDisk(server(), canary)).toEqual([])
        }
      })

      it('would be found: the search finds an email and the input of a workflow', async () => {
        const { user } = await register(server())
        expect(await findInDatabase(server(), user.email)).toEqual(
          expect.arrayContaining(['auth.users', 'public.custom_users']),
        )
        const [registration] = await server().sql<{ id: string }>(
          `SELECT id FROM registrations WHERE email = '${user.email}'`,
        )
        expect(await findInDatabase(server(), registration?.id ?? '')).toContain('dbos.workflow_status')
      })

      it('stay out of the log when they are wrong, too', async () => {
        const { user } = await register(server())
        const [password, bearer, ticket] = [makeCanary('wrong'), makeCanary('bearer'), makeCanary('ticket')]
        const refusals = [
          await postJson(server(), '/api/auth/login', { email: user.email, password }),
          await getJson(server(), '/api/dashboard/data', bearer),
          await getJson(server(), '/api/health/detailed', `eyJhbGciOiJIUzI1NiJ9.${bearer}.x`),
          await postJson(server(), '/api/auth/refresh', { refreshToken: bearer }),
          await getJson(server(), `/api/websocket/dashboard/${crypto.randomUUID()}?ticket=${ticket}`),
        ]
        expect(refusals.every(({ status }) => status >= 400 && status < 500)).toBe(true)
        for (const canary of [password, bearer, ticket]) {
          expect(findOnDisk(server(), canary)).toEqual([])
          expect(await findInDatabase(server(), canary)).toEqual([])
        }
      })

      it('and what people say, and their numbers, stay out of the log of every feature', async () => {
        const line = await AgentLine.open(server())
        const [words, phone] = [makeCanary('words'), '+13125550186']
        await useEveryFeature(server(), line, { words, phone })
        const stored = await findInDatabase(server(), words)
        const tables = ['calls', 'sms_logs', 'appointments', 'caller_messages', 'webhook_inbox']
        expect(stored).toEqual(expect.arrayContaining(tables.map((table) => `public.${table}`)))
        const log = JSON.stringify(server().logs)
        const { retellKey, internalToken, telnyxApiKey, telnyxPrivateKey } = server().secrets
        for (const canary of [words, phone, phone.slice(2), retellKey, internalToken, telnyxApiKey, telnyxPrivateKey])
          expect(log).not.toContain(canary)
      })
    },
    { CLOUDGREET_LOG_LEVEL: 'debug' },
  )
})

/** Calls, texts, functions of the agent, replies, insights, refusals, replay and diagnosis, all with these words. */
async function useEveryFeature(
  server: RunningServer,
  line: AgentLine,
  { words, phone }: { readonly words: string; readonly phone: string },
): Promise<void> {
  const webhooks = new VendorWebhooks(server)
  const { token, business } = line.session
  const call = line.toCall(phone)
  const { slots } = await line.ask('check_availability', {}, call)
  const starts_at = slots?.[0]?.starts_at ?? ''
  const taken = [
    await line.ask('book_appointment', { starts_at, customer_name: words }, call),
    await line.ask('take_message', { message: words, caller_name: words }, call),
  ]
  expect(taken.map(({ ok }) => ok)).toEqual([true, true])
  await line.ask('book_appointment', { starts_at: words, customer_name: words, phone }, call)
  const ended = {
    ...call,
    call_status: 'ended',
    transcript: `User: ${words}\n`,
    call_analysis: { call_summary: words },
  }
  const text = {
    eventId: crypto.randomUUID(),
    messageId: crypto.randomUUID(),
    from: phone,
    to: business.phoneNumber,
    body: words,
  }
  const poison = { event: 'call_ended', call: { ...ended, duration_ms: words, start_timestamp: words } }
  const accepted = [
    await webhooks.retell({ event: 'call_ended', call: ended }),
    await webhooks.retell({ event: 'call_analyzed', call: ended }),
    await webhooks.telnyx(textReceived(text)),
  ]
  expect(accepted.map(({ status }) => status)).toEqual([200, 200, 200])
  await webhooks.retell(poison)
  await server.fetch('/api/retell/webhook', { method: 'POST', body: words, headers: { 'x-retell-signature': words } })

  const asOwner = { authorization: `Bearer ${token}`, 'idempotency-key': crypto.randomUUID() }
  const asOperator = { 'x-internal-token': server.secrets.internalToken }
  const range = { from: new Date(0).toISOString(), to: new Date(Date.now() + 60_000).toISOString() }
  for (const [path, body, headers] of [
    ['/api/messages', { to: phone, text: words }, asOwner],
    ['/api/messages', { to: words, text: words }, asOwner],
    ['/api/messages/preview', { text: words }, asOwner],
    ['/api/analytics/ai-insights/refresh', {}, { ...asOwner, 'idempotency-key': crypto.randomUUID() }],
    ['/api/internal/webhooks/replay', { ...range, note: words }, asOperator],
    [`/api/internal/agents/${business.id}/repair`, {}, asOperator],
  ] as const)
    expect((await postJson(server, path, body, headers)).status).toBeLessThan(500)
  for (const path of ['/api/analytics/ai-insights', `/api/messages/threads/${encodeURIComponent(phone)}`])
    expect((await getJson(server, path, token)).status).toBe(200)
  const diagnosis = `/api/internal/diagnose?businessId=${business.id}`
  expect((await server.fetch(diagnosis, { headers: asOperator })).status).toBe(200)
}

interface TableName {
  readonly schema: string
  readonly name: string
}

/** Tables that hold the text in any column, whatever its type: as text, and inside bytes. */
async function findInDatabase(server: RunningServer, text: string): Promise<string[]> {
  const tables = await server.sql<TableName>(
    `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  )
  expect(new Set(tables.map(({ schema }) => schema))).toEqual(new Set(['public', 'auth', 'dbos']))
  const hex = Buffer.from(text).toString('hex')
  const searches = tables.map(
    ({ schema, name }) =>
      `SELECT '${schema}.${name}' AS place FROM "${schema}"."${name}" AS item
       WHERE item::text LIKE '%${text}%' OR item::text LIKE '%${hex}%'`,
  )
  const found = await server.sql<{ place: string }>(searches.join(' UNION '))
  return found.map(({ place }) => place)
}

/** Where the text stands in the server's log lines or in the logs and ledgers of its data folder. */
function findOnDisk(server: RunningServer, text: string): string[] {
  const places = readdirSync(server.dataFolder).filter((name) => /\.(log|jsonl)$/.test(name))
  expect(places).toContain('simulator-ledger.jsonl')
  return [
    ...places.filter((name) => readFileSync(join(server.dataFolder, name), 'utf8').includes(text)),
    ...(JSON.stringify(server.logs).includes(text) ? ['log'] : []),
  ]
}
