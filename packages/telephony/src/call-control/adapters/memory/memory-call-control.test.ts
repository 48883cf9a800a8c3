import { SequentialIdSource } from '@cloudgreet/core/testkit'

import { agentCallsContract } from '../../testkit/agent-calls-contract.ts'
import { callControlContract } from '../../testkit/call-control-contract.ts'
import { controlledCallsContract } from '../../testkit/controlled-calls-contract.ts'
import { createMemoryAgentCalls } from './memory-agent-calls.ts'
import { createMemoryCallControl } from './memory-call-control.ts'
import { createMemoryControlledCalls } from './memory-controlled-calls.ts'

callControlContract({
  name: 'memory',
  makeSubject: () => {
    const control = createMemoryCallControl()
    return {
      control,
      ring: () => {
        control.begin('v3:line-1')
        return 'v3:line-1'
      },
      failNext: (fault) => control.failNext(fault),
      commandsOf: (controlId) =>
        control.commands.filter((command) => command.controlId === controlId).map(({ kind }) => kind),
    }
  },
})

agentCallsContract({
  name: 'memory',
  makeSubject: () => {
    const calls = createMemoryAgentCalls()
    return {
      calls,
      agentId: 'agent_1',
      failNext: (fault) => calls.failNext(fault),
      countRegistered: () => calls.registered.length,
    }
  },
})

const ids = new SequentialIdSource()

controlledCallsContract({
  name: 'memory',
  makeSubject: () => {
    const calls = createMemoryControlledCalls()
    return {
      calls,
      makeBusiness: () => ids.next<'Business'>(),
      ring: async (business, controlId) => {
        const callId = ids.next<'Call'>()
        calls.addLine(business, callId, { controlId, from: '+13125550177', to: '+18005550100' })
        return callId
      },
      reportAgentTalking: (_business, agentCallId) => calls.reportAgentTalking(agentCallId),
    }
  },
})
