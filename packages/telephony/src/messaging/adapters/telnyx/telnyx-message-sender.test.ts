import { openPermit } from '@cloudgreet/core/permit'
import { FakeClock } from '@cloudgreet/core/testkit'
import { describe, expect, it } from 'vitest'

import { startTestSimulator } from '../../../simulator/testkit/start-test-simulator.ts'
import { messageSenderContract } from '../../testkit/message-sender-contract.ts'
import { createTelnyxMessageSender } from './telnyx-message-sender.ts'

const number = '+18005550100'
const profileId = '00000000-0000-4000-8000-0000000000f1'
const simulatorFaults = {
  timeout: 'timeout',
  timeout_but_done: 'timeout_but_done',
  rate_limited: '429',
  unauthorized: '401',
  failed: '500',
} as const

const makeSubject = (statusWebhookUrl?: string) => async () => {
  const clock = new FakeClock()
  const { simulator, control, telnyxApiKey, close } = await startTestSimulator()
  await control.post('/numbers', { numbers: [number] })
  const access = { apiKey: telnyxApiKey, baseUrl: simulator.telnyxBaseUrl, timeoutMs: 250 }
  return {
    sender: createTelnyxMessageSender({ ...access, messagingProfileId: profileId, clock, statusWebhookUrl }),
    failNext: (fault: keyof typeof simulatorFaults) => control.fail('telnyx.messages.send', simulatorFaults[fault]),
    block: async (recipient: string) => {
      const records = await fetch(`${simulator.telnyxBaseUrl}/phone_numbers`, {
        headers: { authorization: `Bearer ${telnyxApiKey}` },
      })
      const { data } = (await records.json()) as { data: { id: string }[] }
      await fetch(`${simulator.telnyxBaseUrl}/phone_numbers/${data[0]?.id}/messaging`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${telnyxApiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ messaging_profile_id: profileId }),
      })
      await control.post('/texts', { to: number, from: recipient, text: 'Stop', wait: true })
    },
    countSent: async () => (await control.ledger('message_sent')).length,
    now: () => clock.now(),
    close,
  }
}

messageSenderContract({ name: 'Telnyx, found by tag', openPermit, makeSubject: makeSubject() })
messageSenderContract({
  name: 'Telnyx, found by its URL for delivery events',
  openPermit,
  makeSubject: makeSubject('http://127.0.0.1:9/api/sms/webhook'),
})

describe('createTelnyxMessageSender', () => {
  it('says that nothing was sent when nobody listens at the address', async () => {
    const { simulator, telnyxApiKey, close } = await startTestSimulator()
    await close()
    const access = { apiKey: telnyxApiKey, baseUrl: simulator.telnyxBaseUrl }
    const sender = createTelnyxMessageSender({ ...access, messagingProfileId: profileId })
    await expect(sender.find('key-1')).rejects.toMatchObject({ code: 'upstream_failed', outcome: 'refused' })
  })
})
