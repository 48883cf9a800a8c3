import { connectTestNumber } from '../../../simulator/testkit/connect-test-number.ts'
import { startTestSimulator } from '../../../simulator/testkit/start-test-simulator.ts'
import { agentCallsContract } from '../../testkit/agent-calls-contract.ts'
import { createRetellAgentCalls } from './retell-agent-calls.ts'

const faults = { timeout: 'timeout', timeout_but_done: 'timeout_but_done', refused: '402' } as const

agentCallsContract({
  name: 'Retell',
  makeSubject: async () => {
    const subject = await startTestSimulator()
    const agentId = await connectTestNumber(subject, '+18005550100', 'http://127.0.0.1:9/webhook')
    const access = { apiKey: subject.retellApiKey, baseUrl: subject.simulator.retellBaseUrl, timeoutMs: 1_000 }
    return {
      calls: createRetellAgentCalls(access),
      agentId,
      failNext: (fault) => subject.control.fail('retell.calls.register', faults[fault]),
      countRegistered: async () => (await subject.control.ledger('call_registered')).length,
      close: subject.close,
    }
  },
})
