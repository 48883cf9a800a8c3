import { startTestSimulator } from '../../../simulator/testkit/start-test-simulator.ts'
import { connectTestApplication } from '../../../simulator/testkit/connect-test-application.ts'
import { callControlContract } from '../../testkit/call-control-contract.ts'
import { createTelnyxCallControl } from './telnyx-call-control.ts'

const number = '+18005550100'
const faults = { timeout: 'timeout', timeout_but_done: 'timeout_but_done', refused: '402' } as const
const kinds: Readonly<Record<string, string>> = { record_start: 'startRecording' }

callControlContract({
  name: 'Telnyx',
  makeSubject: async () => {
    // Time stands still at the simulator, so that nobody hangs up by themselves.
    const subject = await startTestSimulator({ pause: () => new Promise<void>(() => undefined) })
    await connectTestApplication(subject, number, 'http://127.0.0.1:9/webhook')
    const access = { apiKey: subject.telnyxApiKey, baseUrl: subject.simulator.telnyxBaseUrl, timeoutMs: 1_000 }
    return {
      control: createTelnyxCallControl(access),
      ring: async () => {
        const placed = await subject.control.placeCall({ to: number, from: '+13125550177' })
        return String(placed.body['callId'])
      },
      failNext: (fault) => subject.control.fail('telnyx.calls.transfer', faults[fault]),
      commandsOf: async (controlId) => {
        const entries = await subject.control.ledger('line_commanded')
        const own = entries.filter(({ detail }) => detail['call_control_id'] === controlId)
        return own.map(({ detail }) => kinds[String(detail['command'])] ?? String(detail['command']))
      },
      close: subject.close,
    }
  },
})
