import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { eventually, register } from '../support/api.ts'
import { countTextsTo } from '../support/effects.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { retellEvent, textReceived, VendorWebhooks } from '../support/vendor-webhooks.ts'

const signFile = fileURLToPath(new URL('../../dist/cli/sign.js', import.meta.url))

describe('webhooks', () => {
  onEachDatabase((server) => {
    async function business() {
      const { business: registered } = await register(server())
      return { ...registered, webhooks: new VendorWebhooks(server()) }
    }
    const callIn = (agentId: string, to: string) => ({
      callId: `call_${crypto.randomUUID()}`,
      agentId,
      from: '+13125550142',
      to,
    })
    const textIn = (to: string, from: string, body: string) => ({
      eventId: crypto.randomUUID(),
      messageId: crypto.randomUUID(),
      from,
      to,
      body,
    })
    const countCalls = async (callId: string) =>
      (await server().sql(`SELECT id FROM calls WHERE provider_call_id = '${callId}'`)).length

    it('row 1: takes a signed Retell event once and refuses unsigned, tampered and unknown ones by name', async () => {
      const { retellAgentId, phoneNumber, webhooks } = await business()
      const call = callIn(retellAgentId, phoneNumber)
      const taken = await webhooks.retell(retellEvent('call_ended', call))
      expect([taken.status, await taken.json()]).toEqual([200, { received: true, duplicate: false }])
      expect(await countCalls(call.callId)).toBe(1)

      const other = callIn(retellAgentId, phoneNumber)
      const unsigned = await server().fetch('/api/retell/webhook', {
        method: 'POST',
        body: JSON.stringify(retellEvent('call_ended', other)),
      })
      expect([unsigned.status, await unsigned.json()]).toEqual([
        401,
        expect.objectContaining({ code: 'missing_header' }),
      ])
      expect(await countCalls(other.callId)).toBe(0)

      const ignored = await webhooks.retell({ test: 'data' })
      expect(await ignored.json()).toEqual({ received: true, duplicate: false, ignored: true })
      const [stored] = await server().sql<{ status: string }>(
        `SELECT status FROM webhook_inbox WHERE provider = 'retell' ORDER BY received_at DESC, id DESC LIMIT 1`,
      )
      expect(stored?.status).toBe('unrouted')
    })

    it('row 2: names the reason of each refused Retell signature', async () => {
      const post = async (signature: string) => {
        const answer = await server().fetch('/api/retell/webhook', {
          method: 'POST',
          headers: { 'x-retell-signature': signature },
          body: '{"event":"call_ended"}',
        })
        return [answer.status, ((await answer.json()) as { code: string }).code]
      }
      const digest = '0'.repeat(64)
      expect(await post(`v=1700000000000,d=${digest}`)).toEqual([401, 'stale'])
      expect(await post(`v=${Date.now() + 600_000},d=${digest}`)).toEqual([401, 'future'])
      expect(await post(`v=${Date.now()},d=${digest}`)).toEqual([401, 'mismatch'])
      expect(await post('nonsense')).toEqual([401, 'bad_format'])
    })

    it('row 3: takes a Telnyx voice event once', async () => {
      const { phoneNumber, webhooks } = await business()
      const session = crypto.randomUUID()
      const event = {
        data: {
          record_type: 'event',
          id: crypto.randomUUID(),
          event_type: 'call.initiated',
          occurred_at: new Date().toISOString(),
          payload: {
            call_control_id: `v3:${session}`,
            call_leg_id: session,
            call_session_id: session,
            connection_id: '1',
            client_state: null,
            direction: 'incoming',
            state: 'parked',
            from: '+13125550143',
            to: phoneNumber,
          },
        },
        meta: { attempt: 1, delivered_to: 'https://example.com' },
      }
      const answers = [
        await webhooks.telnyx(event, '/api/telnyx/voice-webhook'),
        await webhooks.telnyx(event, '/api/telnyx/voice-webhook'),
      ]
      expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
        { received: true, duplicate: false },
        { received: true, duplicate: true },
      ])
      const rows = await server().sql(`SELECT id FROM webhook_inbox WHERE event_key = '${event.data.id}'`)
      expect(rows).toHaveLength(1)
    })

    it('row 4: leaves STOP on a toll-free number to the network, confirms free words once, answers HELP once', async () => {
      const { id, phoneNumber, webhooks } = await business()
      const ledger = (from: string) =>
        server().sql<{ event_type: string }>(
          `SELECT event_type FROM compliance_events WHERE business_id = '${id}' AND metadata->'request'->>'from' = '${from}' ORDER BY chain_seq`,
        )

      const [stopper, writer, asker, answered] = [
        '+13125550111',
        '+13125550112',
        '+13125550113',
        '+13125550114',
      ] as const
      expect(
        (await webhooks.telnyx(textReceived({ ...textIn(phoneNumber, stopper, 'STOP'), autoresponseType: 'STOP' })))
          .status,
      ).toBe(200)
      expect(await ledger(stopper)).toEqual([{ event_type: 'consent_revoked' }])

      const free = textReceived(textIn(phoneNumber, writer, 'please stop texting me'))
      await webhooks.telnyx(free)
      await webhooks.telnyx(free)
      await webhooks.telnyx(textReceived(textIn(phoneNumber, asker, 'HELP')))
      await webhooks.telnyx(textReceived({ ...textIn(phoneNumber, answered, 'HELP'), autoresponseType: 'HELP' }))

      await eventually(
        async () => countTextsTo(server(), writer) + countTextsTo(server(), asker),
        (count) => count === 2,
      )
      expect(countTextsTo(server(), stopper)).toBe(0)
      expect(countTextsTo(server(), writer)).toBe(1)
      expect(countTextsTo(server(), asker)).toBe(1)
      expect(countTextsTo(server(), answered)).toBe(0)
    })

    it('row 5: accepts what the sign command prints', async () => {
      const body = JSON.stringify({ test: 'data' })
      const printed = execFileSync(process.execPath, [signFile, 'retell'], {
        input: body,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, CLOUDGREET_DATA_DIR: server().dataFolder },
      })
      const headers = printed
        .trim()
        .split('\n')
        .map((line) => line.split(/:\s*/, 2) as [string, string])
      const answer = await server().fetch('/api/retell/webhook', { method: 'POST', headers, body })
      expect(answer.status).toBe(200)
    })

    it('changes nothing when one event arrives 50 times at the same moment', async () => {
      const { retellAgentId, phoneNumber, webhooks } = await business()
      const call = callIn(retellAgentId, phoneNumber)
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => webhooks.retell(retellEvent('call_started', call))),
      )
      const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as { duplicate: boolean }[]
      expect(answers.every((answer) => answer.status === 200)).toBe(true)
      expect(bodies.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
      expect(await countCalls(call.callId)).toBe(1)
    })
  })
})
