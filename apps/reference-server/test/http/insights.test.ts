import type { Insights } from '@cloudgreet/client-sdk'
import type { OpenAiCall, OpenAiFault } from '@cloudgreet/core/simulator'
import { describe, expect, it } from 'vitest'

import { eventually, getJson, login, postJson, type Problem, register, type Session } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { RunningServer } from '../support/running-server.ts'
import { VendorWebhooks } from '../support/vendor-webhooks.ts'

const path = '/api/analytics/ai-insights'

interface Talk {
  readonly wish: string
  readonly from?: string
  readonly isSilent?: boolean
}

const wishes = [
  'The basement floods, can you send someone today?',
  'Water stands in my basement again.',
  'How much do you charge for a basement pump?',
  'This is unacceptable, nobody came yesterday.',
  'My name is Dana Reyes, mail me at dana.reyes@example.com about the basement.',
  'Can I talk to a real person?',
]

describe('insights', () => {
  onEachDatabase((server) => {
    /** Calls of yesterday's hours, as Retell reports them. */
    async function haveCalls({ business }: Session, talks: readonly Talk[]): Promise<void> {
      const webhooks = new VendorWebhooks(server())
      for (const [index, talk] of talks.entries()) {
        const answer = await webhooks.retell(toCallEvent(business, talk, Date.now() - 86_400_000 + index * 600_000))
        expect(answer.status).toBe(200)
      }
    }

    const read = async ({ token }: { readonly token: string }) => {
      const answer = await getJson(server(), path, token)
      expect(answer.status).toBe(200)
      return (await answer.json()) as Insights
    }

    const refresh = ({ token }: Session, key: string = crypto.randomUUID()) =>
      postJson(server(), `${path}/refresh`, {}, { authorization: `Bearer ${token}`, 'idempotency-key': key })

    const settled = (session: Session) =>
      eventually(
        () => read(session),
        ({ isRefreshing }) => !isRefreshing,
      )

    async function fail(kind: OpenAiFault, times: number): Promise<void> {
      await fetch(`${server().openAiControlUrl}/faults`, { method: 'POST', body: JSON.stringify({ kind, times }) })
    }

    async function modelCalls(): Promise<readonly OpenAiCall[]> {
      const answer = await fetch(`${server().openAiControlUrl}/ledger`)
      return ((await answer.json()) as { entries: readonly OpenAiCall[] }).entries
    }

    /** The turns of every call that the insights cite. */
    async function citedTurns({ token }: { readonly token: string }, insights: Insights) {
      const ids = new Set(insights.insights.flatMap(({ evidence }) => evidence.map(({ callId }) => callId)))
      const calls = await Promise.all(
        [...ids].map(async (id) => {
          const answer = await getJson(server(), `/api/calls/${id}`, token)
          const { transcript } = (await answer.json()) as { transcript: readonly { content: string }[] }
          return [id, transcript.map(({ content }) => content)] as const
        }),
      )
      return new Map(calls)
    }

    async function expectCited(session: { readonly token: string }, insights: Insights): Promise<void> {
      const turns = await citedTurns(session, insights)
      for (const { evidence, metrics, detail } of insights.insights) {
        expect(evidence.length).toBeGreaterThan(0)
        for (const { callId, quote } of evidence)
          expect(quote === '' || turns.get(callId)?.some((turn) => turn.includes(quote))).toBe(true)
        const values = metrics.map((name) => insights.metrics[name])
        for (const [number] of detail.matchAll(/\d+/g))
          expect([detail, values]).toEqual([detail, expect.arrayContaining([Number(number)])])
      }
    }

    it('row 12: gives insights of 30 days with citations, by rules and by the model', async () => {
      const session = await register(server())
      await haveCalls(
        session,
        wishes.map((wish) => ({ wish })),
      )
      await read(session)
      const insights = await settled(session)
      expect(insights).toMatchObject({
        status: 'ready',
        source: 'model',
        metrics: { calls: wishes.length, calls_transcribed: wishes.length },
        origin: { model: expect.any(String), promptVersion: expect.any(String), isRepeat: false },
      })
      const rules = insights.insights.map(({ rule }) => rule)
      expect(rules).toEqual(
        expect.arrayContaining([
          'booking_lost',
          'price_question_unanswered',
          'complaint',
          'transfer_requested_not_made',
          'model',
        ]),
      )
      expect(insights.weeks.length).toBeGreaterThanOrEqual(4)
      expect(insights.weeks.reduce((total, { calls }) => total + calls, 0)).toBe(wishes.length)
      await expectCited(session, insights)
      const [counts] = await server().sql<{ calls: string }>(
        `SELECT count(*) AS calls FROM calls WHERE business_id = '${session.business.id}'`,
      )
      expect(insights.metrics['calls']).toBe(Number(counts?.calls))
    })

    it('row 12: without data gives the reason, with its numbers', async () => {
      const session = await register(server())
      expect(await read(session)).toMatchObject({
        status: 'empty',
        reason: 'no_calls',
        reasonText: expect.stringContaining('no calls'),
        metrics: { calls: 0, needed: 5 },
        insights: [],
      })
    })

    it('row 105: below the threshold says too_few_calls with the numbers', async () => {
      const session = await register(server())
      await haveCalls(
        session,
        wishes.slice(0, 3).map((wish) => ({ wish })),
      )
      expect(await read(session)).toMatchObject({
        status: 'empty',
        reason: 'too_few_calls',
        metrics: { calls: 3, needed: 5 },
      })
    })

    it('row 94: each reason comes with a text that says why', async () => {
      const session = await register(server())
      await haveCalls(
        session,
        Array.from({ length: 5 }, () => ({ wish: '', isSilent: true })),
      )
      expect(await read(session)).toMatchObject({
        status: 'empty',
        reason: 'no_transcripts',
        reasonText: expect.stringContaining('None of the 5 calls'),
      })
      const changed = await server().fetch('/api/business', {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${session.token}` },
        body: JSON.stringify({ insightsEnabled: false }),
      })
      expect(changed.status).toBe(200)
      expect(await read(session)).toMatchObject({ status: 'empty', reason: 'disabled', reasonText: expect.any(String) })
      const refused = await refresh(session)
      expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([409, 'insights_disabled'])
    })

    it('never shows a number or a quote that the model made up', async () => {
      for (const lie of ['made_up_number', 'made_up_quote'] as const) {
        const session = await register(server())
        await haveCalls(
          session,
          wishes.map((wish) => ({ wish })),
        )
        await fail(lie, 1)
        await read(session)
        const insights = await settled(session)
        expect(JSON.stringify(insights)).not.toMatch(/9731|Nobody ever said this sentence/)
        expect(Object.values(insights.droppedClaims).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
        await expectCited(session, insights)
      }
    })

    it('tells the model no personal data of callers', async () => {
      const session = await register(server())
      await haveCalls(
        session,
        wishes.map((wish) => ({ wish, from: '+13125550177' })),
      )
      await read(session)
      await settled(session)
      const prompts = JSON.stringify(await modelCalls())
      expect(prompts).toContain('[EMAIL_')
      expect(prompts).not.toMatch(/dana\.reyes@example\.com|5550177|Dana Reyes/)
    })

    it('makes the same of the same: no second call, and it says so', async () => {
      const session = await register(server())
      await haveCalls(
        session,
        wishes.map((wish) => ({ wish })),
      )
      await read(session)
      const first = await settled(session)
      const calls = (await modelCalls()).length
      const key = crypto.randomUUID()
      const [one, two] = [await refresh(session, key), await refresh(session, key)]
      expect([one.status, two.status, await one.json()]).toEqual([202, 202, await two.json()])
      const second = await eventually(
        () => read(session),
        ({ origin }) => origin?.isRepeat === true,
      )
      expect(second.insights).toEqual(first.insights)
      expect(second.origin).toEqual({ ...first.origin, isRepeat: true })
      expect((await modelCalls()).length).toBe(calls)
    })

    it("another business's calls are in nobody's insights", async () => {
      const [mine, other] = [await register(server()), await register(server())]
      await haveCalls(
        other,
        wishes.map((wish) => ({ wish })),
      )
      expect(await read(mine)).toMatchObject({ status: 'empty', reason: 'no_calls' })
    })

    it('the demo has insights with evidence from the first start', async () => {
      const { email, password } = server().demo.owner
      const session = await login(server(), email, password)
      const insights = await read(session)
      expect(insights).toMatchObject({ status: 'ready', source: 'model' })
      expect(insights.insights.length).toBeGreaterThan(1)
      await expectCited(session, insights)
    })

    // Last: the pause that it begins holds for the whole server.
    it('row 60: an exhausted quota reads quota_exceeded; many requests make one call', async () => {
      const [first, ...others] = await Promise.all(Array.from({ length: 4 }, () => register(server())))
      if (first === undefined) throw new Error('Four businesses registered.')
      for (const session of [first, ...others])
        await haveCalls(
          session,
          wishes.map((wish) => ({ wish })),
        )
      const before = (await modelCalls()).length
      await fail('quota', 1_000)
      await Promise.all(Array.from({ length: 20 }, () => read(first)))
      await settled(first)
      await Promise.all(others.flatMap((session) => Array.from({ length: 10 }, () => read(session))))
      for (const session of [first, ...others]) {
        expect(await settled(session)).toMatchObject({ status: 'ready', reason: 'quota_exceeded', source: 'rules' })
        expect((await refresh(session)).status).toBe(202)
      }
      for (const session of others) expect(await settled(session)).toMatchObject({ reason: 'quota_exceeded' })
      expect((await modelCalls()).length - before).toBe(1)
    })
  })

  it('fault 24: a model that hangs holds no request up; the rules answer', async () => {
    const server = await RunningServer.start({ environment: { CLOUDGREET_INSIGHTS_WAIT_MS: '500' } })
    try {
      const session = await register(server)
      const webhooks = new VendorWebhooks(server)
      for (const [index, wish] of wishes.entries())
        await webhooks.retell(toCallEvent(session.business, { wish }, Date.now() - 86_400_000 + index * 600_000))
      const faults = { method: 'POST', body: JSON.stringify({ kind: 'hang' }) }
      await fetch(`${server.openAiControlUrl}/faults`, faults)
      const answer = await getJson(server, path, session.token)
      const insights = (await answer.json()) as Insights
      expect(insights).toMatchObject({ status: 'ready', source: 'rules', isRefreshing: true })
      expect(insights.insights.length).toBeGreaterThan(0)
    } finally {
      await server.dispose()
    }
  })
})

function toCallEvent(
  { retellAgentId, phoneNumber }: Session['business'],
  { wish, from = '+13125550142', isSilent = false }: Talk,
  startedAt: number,
): unknown {
  const turns = [
    { role: 'agent', content: 'Thank you for calling. How can I help you?' },
    { role: 'user', content: wish },
    { role: 'agent', content: 'I will pass that on. Goodbye.' },
  ]
  return {
    event: 'call_ended',
    call: {
      call_id: `call_${crypto.randomUUID()}`,
      call_type: 'phone_call',
      agent_id: retellAgentId,
      agent_version: 0,
      call_status: 'ended',
      direction: 'inbound',
      from_number: from,
      to_number: phoneNumber,
      start_timestamp: startedAt,
      end_timestamp: startedAt + 60_000,
      duration_ms: 60_000,
      disconnection_reason: 'user_hangup',
      ...(isSilent
        ? {}
        : {
            transcript: turns
              .map(({ role, content }) => `${role === 'agent' ? 'Agent' : 'User'}: ${content}`)
              .join('\n'),
            transcript_object: turns.map(({ role, content }, index) => ({
              role,
              content,
              words: [{ word: content, start: index * 8, end: index * 8 + 6 }],
            })),
          }),
    },
  }
}
