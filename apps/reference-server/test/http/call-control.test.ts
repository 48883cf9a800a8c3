import type { Call, CallDetail } from '@cloudgreet/core/contract'
import { type ControlCall, SimulatorControl } from '@cloudgreet/telephony/simulator'
import { beforeEach, describe, expect, it } from 'vitest'

import { eventually, getJson, postJson, register, type Session } from '../support/api.ts'
import { effectsOf } from '../support/effects.ts'
import { onEachDatabase } from '../support/on-each-database.ts'

/** How much faster than speech: the thirty seconds that the agent has are less than one. */
const speed = 40
/** Long enough for a restart of the server under load. */
const environment = { CLOUDGREET_AGENT_ANSWER_TIMEOUT_MS: '30000' }
const caller = '+13125550177'
const forwardNumber = '+13125550142'

describe('the route call-control', () => {
  onEachDatabase((server) => {
    let control: SimulatorControl
    beforeEach(async () => {
      control = new SimulatorControl(server().simulatorControlUrl)
      await fetch(`${server().simulatorControlUrl}/faults`, { method: 'DELETE' })
    })

    const switchRoute = (number: string, route: string) =>
      postJson(
        server(),
        `/api/internal/numbers/${encodeURIComponent(number)}/route`,
        { route },
        {
          'x-internal-token': server().secrets.internalToken,
        },
      )
    const business = async (overrides: Record<string, unknown> = {}): Promise<Session> => {
      const session = await register(server(), overrides)
      const answer = await switchRoute(session.business.phoneNumber, 'call-control')
      expect([answer.status, await answer.json()]).toEqual([
        200,
        { number: session.business.phoneNumber, route: 'call-control' },
      ])
      return session
    }
    const ring = (session: Session, people: Partial<ControlCall> = {}) =>
      control.placeCall({ to: session.business.phoneNumber, from: caller, speed, ...people })
    const list = async ({ token }: Session) =>
      ((await (await getJson(server(), '/api/calls', token)).json()) as { items: Call[] }).items
    const read = async ({ token }: Session, id: string) =>
      (await (await getJson(server(), `/api/calls/${id}`, token)).json()) as CallDetail
    const over = async (session: Session): Promise<CallDetail> => {
      const calls = await eventually(
        () => list(session),
        (items) => items.length === 1 && items[0]?.endedAt !== null && items[0]?.outcome !== null,
      )
      return read(session, calls[0]!.id)
    }
    const commandsOf = (answer: Awaited<ReturnType<typeof ring>>) =>
      effectsOf(server())
        .filter(({ effect, id }) => effect === 'line_commanded' && id.startsWith(`${String(answer.body['callId'])}|`))
        .map(({ detail }) => [detail?.['command'], detail?.['to']])

    it('brings the agent in, and one conversation is one call', async () => {
      const session = await business()
      const answer = await ring(session)
      const call = await over(session)
      expect(call).toMatchObject({ outcome: 'answered', failoverReason: null, from: caller, hasTranscript: true })
      expect(commandsOf(answer)).toEqual([
        ['transfer', expect.stringMatching(/^sip:call_[0-9a-f]+@sip\.retellai\.com$/)],
      ])
      const rows = await server().sql<{ provider: string; superseded: boolean }>(
        `SELECT provider, superseded_by IS NOT NULL AS superseded FROM calls
         WHERE business_id = '${session.business.id}' ORDER BY provider`,
      )
      expect(rows).toEqual([
        { provider: 'retell', superseded: false },
        { provider: 'telnyx', superseded: true },
      ])
      const dashboard = (await (await getJson(server(), '/api/dashboard/data', session.token)).json()) as {
        stats: { callsToday: number }
        recentCalls: unknown[]
      }
      expect([dashboard.stats.callsToday, dashboard.recentCalls.length]).toEqual([1, 1])
      const csv = await (await getJson(server(), '/api/calls.csv', session.token)).text()
      expect(csv.trim().split('\n')).toHaveLength(2)
    })

    it('rings the owner when Retell does not take the call', async () => {
      const session = await business()
      const answer = await ring(session, { agentDown: true })
      const call = await over(session)
      expect(call).toMatchObject({ outcome: 'transferred', failoverReason: 'agent_timeout' })
      expect(commandsOf(answer).map(([, to]) => to)).toEqual([expect.stringMatching(/^sip:/), forwardNumber])
      await control.settle()
      expect(await list(session)).toHaveLength(1)
    })

    it('rings the owner when Retell cannot register the call', async () => {
      const session = await business()
      await control.fail('retell.calls.register', '402')
      const answer = await ring(session)
      expect(await over(session)).toMatchObject({ outcome: 'transferred', failoverReason: 'agent_not_registered' })
      expect(commandsOf(answer)).toEqual([['transfer', forwardNumber]])
    })

    it('takes a message when the business has no forward number', async () => {
      const session = await business({ phone: undefined })
      const answer = await ring(session, { agentDown: true })
      const call = await over(session)
      expect(call).toMatchObject({ outcome: 'voicemail', failoverReason: 'agent_timeout' })
      const recorded = await eventually(
        () => read(session, call.id),
        ({ recording }) => recording.url !== null,
      )
      expect(recorded.recording.url).toMatch(/^https:\/\/api\.telnyx\.com\/v2\/recordings\//)
      expect(commandsOf(answer).map(([command]) => command)).toEqual(['transfer', 'answer', 'speak', 'record_start'])
    })

    it.each(['busy', 'no_answer'] as const)('takes a message when the owner is %s', async (owner) => {
      const session = await business()
      const answer = await ring(session, { agentDown: true, owner })
      expect(await over(session)).toMatchObject({ outcome: 'voicemail' })
      expect(commandsOf(answer).map(([command]) => command)).toEqual([
        'transfer',
        'transfer',
        'answer',
        'speak',
        'record_start',
      ])
    })

    it('notes a caller who hangs up early as not answered', async () => {
      const session = await business()
      await ring(session, { agentDown: true, hangUpAfterMs: 2_000 })
      expect(await over(session)).toMatchObject({ outcome: 'no_answer', disconnectionReason: 'originator_cancel' })
    })

    it('ends the same when events come twice and out of order', async () => {
      const session = await business()
      await control.fail('telnyx.webhooks', 'reorder')
      await control.fail('telnyx.webhooks', 'duplicate', { times: 20 })
      const answer = await ring(session, { agentDown: true })
      expect(await over(session)).toMatchObject({ outcome: 'transferred', failoverReason: 'agent_timeout' })
      expect(commandsOf(answer)).toHaveLength(2)
    })

    it('leaves a number on the trunk alone, and takes it back there', async () => {
      const session = await business()
      expect((await switchRoute(session.business.phoneNumber, 'trunk')).status).toBe(200)
      await ring(session)
      expect(await over(session)).toMatchObject({ outcome: 'answered', failoverReason: null })
      const numbers = await server().sql(`SELECT provider FROM calls WHERE business_id = '${session.business.id}'`)
      expect(numbers).toEqual([{ provider: 'retell' }])
      expect((await switchRoute('+18335550199', 'trunk')).status).toBe(404)
      expect((await switchRoute('nonsense', 'trunk')).status).toBe(422)
    })

    it('carries on after kill -9 between the registration and the transfer, and does each once', async () => {
      const session = await business()
      await control.fail('telnyx.calls.transfer', 'timeout')
      const answer = await ring(session)
      const registered = () =>
        effectsOf(server()).filter(
          ({ effect, detail }) =>
            effect === 'call_registered' && detail?.['to_number'] === session.business.phoneNumber,
        )
      const faults = async () =>
        (await (await fetch(`${server().simulatorControlUrl}/faults`)).json()) as { faults: unknown[] }
      await eventually(faults, ({ faults: waiting }) => waiting.length === 0)
      await server().kill()
      await server().launch()
      expect(await over(session)).toMatchObject({ outcome: 'answered', failoverReason: null })
      expect(registered()).toHaveLength(1)
      expect(commandsOf(answer)).toHaveLength(1)
    }, 60_000)
  }, environment)
})
