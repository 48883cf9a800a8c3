import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import type { DeadLetterPage, InboxEvent, ReplayAnswer } from '@cloudgreet/core/contract'
import { describe, expect, it } from 'vitest'

import { eventually, postJson, type Problem, register } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { retellEvent, VendorWebhooks } from '../support/vendor-webhooks.ts'

const replayFile = fileURLToPath(new URL('../../dist/cli/replay.js', import.meta.url))
const run = promisify(execFile)

describe('dead letters and replays', () => {
  onEachDatabase((server) => {
    const internal = () => ({ 'x-internal-token': server().secrets.internalToken })
    const read = async <Body>(path: string): Promise<Body> =>
      (await (await server().fetch(`/api/internal/webhooks/${path}`, { headers: internal() })).json()) as Body
    const deadLetters = (query = '') => read<DeadLetterPage>(`dead-letters?limit=100${query}`)
    const post = (body: unknown, headers: Record<string, string> = {}) =>
      postJson(server(), '/api/internal/webhooks/replay', body, { ...internal(), ...headers })
    const replay = async (body: unknown) => (await (await post(body)).json()) as ReplayAnswer
    const write = (query: string) => server().sql(query, { write: true })

    /** A call whose event was stored, then lost from its table and given up: what a failed deployment leaves behind. */
    async function makeDead(
      count = 1,
    ): Promise<{ readonly ids: string[]; readonly callIds: string[]; businessId: string }> {
      const { business } = await register(server())
      const webhooks = new VendorWebhooks(server())
      const callIds = Array.from({ length: count }, () => `call_${crypto.randomUUID()}`)
      await breakCalls()
      for (const callId of callIds) {
        const call = { callId, agentId: business.retellAgentId, from: '+13125550142', to: business.phoneNumber }
        expect((await webhooks.retell(retellEvent('call_ended', call))).status).toBe(200)
      }
      await write(`UPDATE webhook_inbox SET status = 'dead', attempts = 9, next_attempt_at = NULL
        WHERE business_id = '${business.id}' AND status = 'failed'`)
      await mendCalls()
      const { items } = await deadLetters(`&businessId=${business.id}`)
      return { ids: items.map(({ id }) => id), callIds, businessId: business.id }
    }
    const breakCalls = () => write(`ALTER TABLE calls ADD CONSTRAINT toy_fault CHECK (false) NOT VALID`)
    const mendCalls = () => write(`ALTER TABLE calls DROP CONSTRAINT IF EXISTS toy_fault`)
    const countCalls = async (callIds: readonly string[]) =>
      (
        await server().sql(
          `SELECT id FROM calls WHERE provider_call_id IN (${callIds.map((id) => `'${id}'`).join(', ')})`,
        )
      ).length

    it('fault 12: lists what was given up by its cause, and replays it once', async () => {
      const { ids, callIds, businessId } = await makeDead(2)
      const page = await deadLetters(`&businessId=${businessId}&errorClass=23514`)
      expect(page.summary).toMatchObject([{ errorClass: '23514', status: 'dead', count: 2 }])
      expect(page.items[0]).toMatchObject({
        status: 'dead',
        errorClass: '23514',
        attempts: 9,
        businessId,
        firstFailedAt: expect.any(String),
        lastFailedAt: expect.any(String),
        replay: { method: 'POST', path: '/api/internal/webhooks/replay', body: { ids: [page.items[0]?.id] } },
      })
      expect(await countCalls(callIds)).toBe(0)
      const answer = await replay({ ids })
      expect(answer).toMatchObject({
        status: 'finished',
        remaining: 0,
        counts: { applied: 2 },
        actor: 'internal_token',
      })
      expect(answer.results?.map(({ result }) => result)).toEqual(['applied', 'applied'])
      expect(await countCalls(callIds)).toBe(2)
      expect((await replay({ ids })).counts).toMatchObject({ applied: 0, already_applied: 2 })
      expect(await countCalls(callIds)).toBe(2)
      expect((await deadLetters(`&businessId=${businessId}`)).items).toEqual([])
    })

    it('fault 12: replays a range, says beforehand what it would do, and keeps a journal', async () => {
      const { callIds, businessId } = await makeDead(3)
      const range = { from: '2026-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z', provider: 'retell', businessId }
      const preview = await (await post({ ...range, dryRun: true })).json()
      expect(preview).toEqual({ dryRun: true, total: 3, byStatus: { dead: 3 } })
      expect(await countCalls(callIds)).toBe(0)
      const answer = await replay({ ...range, note: 'The constraint is gone.' })
      const finished = await eventually(
        () => read<ReplayAnswer>(`replays/${answer.id}`),
        ({ status }) => status === 'finished',
      )
      expect(finished).toMatchObject({ counts: { applied: 3 }, note: 'The constraint is gone.' })
      expect(await countCalls(callIds)).toBe(3)
      const { items } = await read<{ items: ReplayAnswer[] }>('replays?limit=1')
      expect(items.map(({ id }) => id)).toEqual([answer.id])
      const results = await read<{ items: { result: string }[]; nextCursor: string }>(
        `replays/${answer.id}/results?limit=2`,
      )
      expect(results.items).toHaveLength(2)
      const rest = await read<{ items: unknown[] }>(`replays/${answer.id}/results?cursor=${results.nextCursor}`)
      expect(rest.items).toHaveLength(1)
    })

    it('touches nothing of another business, and says of its ids only that they do not exist', async () => {
      const { ids, callIds } = await makeDead()
      const { business } = await register(server())
      const unknown = crypto.randomUUID()
      const answer = await replay({ ids: [...ids, unknown], businessId: business.id })
      expect(answer.results?.map(({ result }) => result)).toEqual(['not_found', 'not_found'])
      expect(await countCalls(callIds)).toBe(0)
    })

    it('answers a repeat with the same Idempotency-Key with the first answer, and another body with 422', async () => {
      const { ids } = await makeDead()
      const key = { 'idempotency-key': crypto.randomUUID() }
      const [first, repeat] = [await post({ ids }, key), await post({ ids }, key)]
      expect(await repeat.json()).toEqual(await first.json())
      const other = await post({ ids: [crypto.randomUUID()] }, key)
      expect([other.status, ((await other.json()) as Problem).code]).toEqual([422, 'idempotency_key_reused'])
    })

    it('refuses a range that makes no sense, and anybody without the internal token', async () => {
      const odd = await post({ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' })
      expect([odd.status, ((await odd.json()) as Problem).code]).toEqual([422, 'validation_failed'])
      expect((await post({ ids: [] })).status).toBe(422)
      const bare = await postJson(server(), '/api/internal/webhooks/replay', { ids: [crypto.randomUUID()] })
      expect(bare.status).toBe(401)
      expect((await server().fetch('/api/internal/webhooks/dead-letters')).status).toBe(401)
    })

    it('fault 9: replays an event without a business once there is one', async () => {
      const { business } = await register(server())
      const agentId = `agent_${crypto.randomUUID()}`
      const call = { callId: `call_${crypto.randomUUID()}`, agentId, from: '+13125550142', to: '+18005550199' }
      await new VendorWebhooks(server()).retell(retellEvent('call_ended', call))
      const [stored] = await server().sql<{ id: string }>(
        `SELECT id FROM webhook_inbox WHERE event_key LIKE '${call.callId}%' AND status = 'unrouted'`,
      )
      expect((await replay({ ids: [stored?.id] })).counts).toMatchObject({ unrouted: 1 })
      await write(`UPDATE businesses SET retell_agent_id = '${agentId}' WHERE id = '${business.id}'`)
      expect((await replay({ ids: [stored?.id] })).counts).toMatchObject({ applied: 1 })
      expect(await countCalls([call.callId])).toBe(1)
    })

    it('fault 10: leaves bytes in quarantine that are still not readable, with their reason', async () => {
      const { status } = await new VendorWebhooks(server()).retell(`{not json ${crypto.randomUUID()}`)
      expect(status).toBe(400)
      const { items } = await deadLetters('&status=quarantined&provider=retell')
      const id = items[0]?.id ?? ''
      expect(items[0]).toMatchObject({ errorClass: 'not_json', attempts: 1 })
      expect((await replay({ ids: [id] })).results).toEqual([{ id, result: 'unreadable', errorClass: 'not_json' }])
      const event = await read<InboxEvent>(`inbox/${id}`)
      expect(event).toMatchObject({
        status: 'quarantined',
        attempts: 2,
        bodyDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      })
      expect(event.body).toBeUndefined()
      const { body, bodyBytes } = await read<InboxEvent>(`inbox/${id}?body=true`)
      expect(body).toMatchObject({ encoding: 'utf8', content: expect.stringMatching(/^\{not json/) })
      expect(body?.content).toHaveLength(bodyBytes)
      const audited = await server().sql(
        `SELECT id FROM operator_audit WHERE action = 'webhook_body_read' AND detail->>'inboxId' = '${id}'`,
      )
      expect(audited).toHaveLength(1)
    })

    it('replays by command', async () => {
      const { callIds, businessId } = await makeDead()
      const environment = {
        PATH: process.env.PATH,
        CLOUDGREET_DATA_DIR: server().dataFolder,
        PORT: new URL(server().url).port,
      }
      const command = (...parameters: string[]) =>
        run(process.execPath, [replayFile, ...parameters], { env: environment, encoding: 'utf8' })
      const selection = ['--dead', '--provider', 'retell', '--business', businessId]
      expect((await command(...selection, '--dry-run')).stdout).toMatch(/dead +\| 1/)
      expect(await countCalls(callIds)).toBe(0)
      expect((await command(...selection)).stdout).toMatch(/applied +\| 1/)
      expect(await countCalls(callIds)).toBe(1)
      await expect(command()).rejects.toMatchObject({ code: 2 })
    })
  })
})
