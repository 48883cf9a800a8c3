import type { BusinessId, CallId, CallRoute, PhoneNumber } from '@cloudgreet/core'
import { createMemoryWorkflows } from '@cloudgreet/core/memory'
import { FakeClock, RecordingLogger, runToEnd } from '@cloudgreet/core/testkit'
import { describe, expect, it } from 'vitest'

import { createMemoryAgentCalls } from './adapters/memory/memory-agent-calls.ts'
import { createMemoryCallControl } from './adapters/memory/memory-call-control.ts'
import { createMemoryControlledCalls } from './adapters/memory/memory-controlled-calls.ts'
import { createMemoryNumberRoutes } from './adapters/memory/memory-number-routes.ts'
import { createControlCall } from './control-call.ts'
import { safeParseClientState } from './domain/client-state.ts'

const businessId = '00000000-0000-7000-8000-0000000000b1' as BusinessId
const callId = '00000000-0000-7000-8000-0000000000c1' as CallId
const ours = '+18005550100' as PhoneNumber
const line = { controlId: 'v3:line-1', from: '+13125550177', to: ours }

async function makeTown({
  forwardNumber = '+13125550142',
  route = 'call-control',
}: { readonly forwardNumber?: string | null; readonly route?: CallRoute } = {}) {
  const clock = new FakeClock()
  const logger = new RecordingLogger()
  const [calls, control, agents] = [createMemoryControlledCalls(), createMemoryCallControl(), createMemoryAgentCalls()]
  const routes = createMemoryNumberRoutes()
  await routes.set(businessId, ours, route)
  calls.addLine(businessId, callId, line)
  control.begin(line.controlId)
  const workflow = createControlCall({
    calls,
    control,
    agents,
    routes,
    clock,
    logger,
    settings: {
      agentAnswerTimeoutMs: 8_000,
      ownerAnswerTimeoutMs: 20_000,
      agentSipUri: 'sip:{call_id}@sip.example.com',
    },
    findMeans: async () => ({
      agentId: 'agent_1',
      isAgentPaused: false,
      forwardNumber,
      voicemailGreeting: 'Leave one.',
    }),
  })
  const engine = createMemoryWorkflows({ clock, logger })
  engine.register(workflow)
  await engine.launch()
  let last = 0
  /** Delivers an event of the call's lines; only sleeps are left open. */
  const tell = async (type: string, data = {}) => {
    last += 1
    const input = { businessId, eventId: `event-${last}`, type, data: { call: { id: callId, to: ours }, ...data } }
    await engine.start(workflow, input.eventId, input)
    await engine.settle()
  }
  const stateOf = async () => (await calls.find(businessId, callId))?.call
  return { calls, control, agents, clock, engine, tell, stateOf }
}

describe('createControlCall', () => {
  it('registers the call, sends the caller to the agent, and marks both lines as ours', async () => {
    const { control, agents, tell, stateOf } = await makeTown()
    await tell('call_initiated')
    expect(agents.registered).toMatchObject([{ agentId: 'agent_1', from: line.from, to: ours, key: callId }])
    expect(control.commands).toMatchObject([
      {
        kind: 'transfer',
        controlId: line.controlId,
        commandId: `${callId}:offered_to_agent`,
        to: 'sip:agent_call_1@sip.example.com',
        timeoutSeconds: 8,
      },
    ])
    const [{ clientState, targetClientState } = { clientState: '' }] = control.commands
    const mark = { controlId: line.controlId, number: ours, target: 'agent' }
    expect(safeParseClientState(clientState)).toEqual({ ...mark, leg: 'caller' })
    expect(safeParseClientState(targetClientState)).toEqual({ ...mark, leg: 'target' })
    await tell('call_target_bridged', { target: 'agent' })
    expect(await stateOf()).toMatchObject({ state: 'with_agent' })
  })

  it('gives each command once, though events come twice', async () => {
    const { control, agents, tell } = await makeTown()
    for (const type of ['call_initiated', 'call_initiated']) await tell(type)
    for (const cause of ['timeout', 'timeout']) await tell('call_target_ended', { target: 'agent', cause })
    expect(agents.registered).toHaveLength(1)
    expect(control.commands.map(({ to }) => to)).toEqual(['sip:agent_call_1@sip.example.com', '+13125550142'])
  })

  it('goes on by itself to the owner and to voicemail when no event ever comes', async () => {
    const { control, engine, clock, tell, stateOf } = await makeTown()
    await tell('call_initiated')
    await runToEnd(engine, clock)
    expect(control.commands.map(({ kind }) => kind)).toEqual([
      'transfer',
      'transfer',
      'answer',
      'speak',
      'startRecording',
      'hangup',
    ])
    expect(await stateOf()).toMatchObject({ state: 'ended', outcome: 'voicemail', failoverReason: 'agent_timeout' })
  })

  it('leaves the caller with an agent whom only Retell has reported', async () => {
    const { calls, control, engine, clock, tell, stateOf } = await makeTown()
    await tell('call_initiated')
    calls.reportAgentTalking('agent_call_1')
    await runToEnd(engine, clock)
    expect(await stateOf()).toMatchObject({ state: 'with_agent' })
    expect(control.commands).toHaveLength(1)
  })

  it('finds a registration whose answer was lost, and registers no second', async () => {
    const { agents, control, engine, clock, tell } = await makeTown()
    agents.failNext('timeout_but_done')
    await tell('call_initiated')
    await runToEnd(engine, clock)
    expect(agents.registered).toHaveLength(1)
    expect(control.commands[0]).toMatchObject({ to: 'sip:agent_call_1@sip.example.com' })
  })

  it('repeats a command whose answer was lost under the same id', async () => {
    const { control, engine, clock, tell } = await makeTown()
    control.failNext('timeout_but_done')
    await tell('call_initiated')
    await runToEnd(engine, clock)
    expect(control.commands.filter(({ commandId }) => commandId.endsWith('offered_to_agent'))).toHaveLength(1)
  })

  it('takes nobody away from an agent who may be talking, although Telnyx never answered the transfer', async () => {
    const { calls, control, engine, clock, tell, stateOf } = await makeTown()
    for (const fault of ['timeout_but_done', 'timeout', 'timeout'] as const) control.failNext(fault)
    await tell('call_initiated')
    calls.reportAgentTalking('agent_call_1')
    await runToEnd(engine, clock)
    expect(await stateOf()).toMatchObject({ state: 'with_agent' })
    expect(control.commands).toHaveLength(1)
  })

  it.each([
    ['the owner', '+13125550142', 'failing_over'],
    ['voicemail', null, 'answering'],
  ])('tries %s when Retell refuses the call', async (_whom, forwardNumber, state) => {
    const { agents, tell, stateOf } = await makeTown({ forwardNumber })
    agents.failNext('refused')
    await tell('call_initiated')
    expect(await stateOf()).toMatchObject({ state, failoverReason: 'agent_not_registered' })
  })

  it('does nothing more for a caller who is gone', async () => {
    const { control, tell, stateOf } = await makeTown()
    control.end(line.controlId)
    await tell('call_initiated')
    expect(control.commands).toEqual([])
    expect(await stateOf()).toMatchObject({ state: 'ended', outcome: 'no_answer' })
  })

  it('leaves a number on the trunk alone', async () => {
    const { agents, tell, stateOf } = await makeTown({ route: 'trunk' })
    await tell('call_initiated')
    expect([agents.registered, await stateOf()]).toEqual([[], undefined])
  })
})
