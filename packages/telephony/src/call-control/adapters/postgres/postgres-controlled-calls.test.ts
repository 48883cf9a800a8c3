import { type BusinessId, type CallId, type PhoneNumber, uuidSource } from '@cloudgreet/core'
import {
  coreMigrations,
  createPostgresEventOutbox,
  type Database,
  postgresTransactions,
} from '@cloudgreet/core/postgres'
import { FakeClock, forEachDatabase } from '@cloudgreet/core/testkit'
import { expect, it } from 'vitest'

import { callTransitionFragment } from '../../../calls/adapters/postgres/call-transition-fragment.ts'
import { createPostgresCallLog } from '../../../calls/adapters/postgres/postgres-call-log.ts'
import type { CallFacts } from '../../../calls/domain/call-facts.ts'
import { toCallParameters } from '../../../calls/domain/to-call-parameters.ts'
import { buildCallFacts } from '../../../calls/testkit/call-facts-builder.ts'
import { telephonyMigrations } from '../../../postgres/migrations/index.ts'
import { applyTransition, makeBusiness } from '../../../postgres/testkit/apply-transition.ts'
import type { ControlledCall } from '../../domain/controlled-call.ts'
import { controlledCallsContract } from '../../testkit/controlled-calls-contract.ts'
import { callLineFragment } from './call-line-fragment.ts'
import { createPostgresControlledCalls } from './postgres-controlled-calls.ts'
import { createPostgresNumberRoutes } from './postgres-number-routes.ts'

const firstSeenAt = new Date('2026-01-15T18:00:00.000Z')
const open = {
  outcome: null,
  disconnectionReason: null,
  disconnectionStage: 0,
  endedAt: null,
  durationMs: null,
} as const
const offered: ControlledCall = {
  state: 'offered_to_agent',
  agentCallId: 'call_1',
  failoverReason: null,
  isLineUp: false,
  outcome: null,
}

function makeStore(database: Database) {
  const transactions = postgresTransactions(database)
  const calls = createPostgresControlledCalls({
    transactions,
    outbox: createPostgresEventOutbox({ database }),
    ids: uuidSource,
  })
  const apply = (businessId: BusinessId, facts: CallFacts) =>
    applyTransition(database, callTransitionFragment, {
      businessId,
      receivedAt: firstSeenAt,
      values: toCallParameters(facts),
    })
  const ring = async (business: BusinessId, providerCallId: string) => {
    const line = {
      provider: 'telnyx',
      providerCallId,
      route: 'call-control',
      status: 'registered',
      transcript: null,
    } as const
    const [row] = await apply(business, buildCallFacts({ ...open, ...line, from: '+13125550177', firstSeenAt }))
    return row?.subject_id as CallId
  }
  return { calls, apply, ring, log: createPostgresCallLog({ transactions }), transactions }
}

forEachDatabase([coreMigrations, telephonyMigrations], (database, kind) => {
  controlledCallsContract({
    name: kind,
    makeSubject: () => {
      const { calls, apply, ring } = makeStore(database())
      return {
        calls,
        ring,
        makeBusiness: () => makeBusiness(database()),
        reportAgentTalking: async (business, providerCallId) => {
          await apply(business, buildCallFacts({ ...open, provider: 'retell', providerCallId, status: 'ongoing' }))
        },
      }
    },
  })

  const retellCall = (agentCallId: string) =>
    buildCallFacts({ provider: 'retell', providerCallId: agentCallId, route: 'trunk', from: '+13125550177' })
  const move = (state: ReturnType<typeof makeStore>, business: BusinessId, callId: CallId, call: ControlledCall) =>
    state.calls.move(business, callId, { key: call.state, at: firstSeenAt, decide: () => call })

  it.each(['before', 'after'])('shows one call when Retell reports it %s the agent has taken it', async (when) => {
    const state = makeStore(database())
    const business = await makeBusiness(database())
    const agentCallId = `call_${when}_${kind}`
    const callId = await state.ring(business, `line_${when}_${kind}`)
    await move(state, business, callId, { ...offered, agentCallId })
    const list = async () => (await state.log.list(business, { limit: 10 })).items
    expect(await list()).toMatchObject([{ id: callId }])
    const taken = () => move(state, business, callId, { ...offered, agentCallId, state: 'with_agent' })
    const report = () => state.apply(business, retellCall(agentCallId))
    if (when === 'after') await taken()
    await report()
    if (when === 'before') await taken()
    const [shown, ...others] = await list()
    expect([shown?.outcome, shown?.hasTranscript, others]).toEqual(['answered', true, []])
    expect(shown?.id).not.toBe(callId)
    expect(await state.log.get(business, callId)).toBeUndefined()
    const { callsToday } = await state.log.stats(business, { now: firstSeenAt, timeZone: 'America/Chicago' })
    expect(callsToday).toBe(1)
    const { rows } = await database().pool.query('SELECT type, data FROM outbox WHERE business_id = $1', [business])
    expect(rows).toEqual([{ type: 'call_superseded', data: { supersededCallId: callId, callId: shown?.id } }])
  })

  it('keeps Retell’s call out when nobody took it, and the outcome that call control saw', async () => {
    const state = makeStore(database())
    const business = await makeBusiness(database())
    const agentCallId = `call_never_${kind}`
    const callId = await state.ring(business, `line_never_${kind}`)
    await move(state, business, callId, { ...offered, agentCallId })
    const reason = { disconnectionReason: 'registered_call_timeout', disconnectionStage: 4 } as const
    const [told] = await state.apply(business, {
      ...retellCall(agentCallId),
      ...reason,
      status: 'error',
      outcome: 'no_answer',
    })
    expect(told?.data).toEqual({ supersededCallId: told?.subject_id })
    await move(state, business, callId, {
      ...offered,
      state: 'ended',
      failoverReason: 'agent_timeout',
      outcome: 'no_answer',
    })
    const line = { provider: 'telnyx', providerCallId: `line_never_${kind}`, route: 'call-control' } as const
    await state.apply(
      business,
      buildCallFacts({ ...line, outcome: 'answered', disconnectionReason: 'normal_clearing' }),
    )
    expect((await state.log.list(business, { limit: 10 })).items).toMatchObject([{ id: callId, outcome: 'no_answer' }])
    expect(await state.log.get(business, callId)).toMatchObject({ failoverReason: 'agent_timeout' })
  })

  it('keeps a recording by reference, and makes no call of another line', async () => {
    const state = makeStore(database())
    const business = await makeBusiness(database())
    const controlId = `line_recorded_${kind}`
    const callId = await state.ring(business, controlId)
    const recording = 'https://api.telnyx.com/v2/recordings/recording-1'
    const deliver = (line_control_id: string, line_recording_url: string | null) =>
      applyTransition(database(), callLineFragment, {
        businessId: business,
        receivedAt: firstSeenAt,
        values: { line_control_id, line_recording_url },
      })
    expect(await deliver(controlId, recording)).toMatchObject([{ subject_id: callId, data: { call: { id: callId } } }])
    await deliver(controlId, null)
    expect(await deliver('line_of_nobody', recording)).toEqual([])
    expect(await state.log.get(business, callId)).toMatchObject({ recording: { url: recording } })
    expect((await state.log.list(business, { limit: 10 })).items).toHaveLength(1)
  })

  it('keeps the route of each number, for its business only', async () => {
    const { transactions } = makeStore(database())
    const routes = createPostgresNumberRoutes({ transactions, clock: new FakeClock() })
    const [business, other] = [await makeBusiness(database()), await makeBusiness(database())]
    const number = '+18005550100' as PhoneNumber
    expect(await routes.find(business, number)).toBe('trunk')
    await routes.set(business, number, 'call-control')
    expect([await routes.find(business, number), await routes.find(other, number)]).toEqual(['call-control', 'trunk'])
    await routes.set(business, number, 'trunk')
    expect(await routes.find(business, number)).toBe('trunk')
  })
})
