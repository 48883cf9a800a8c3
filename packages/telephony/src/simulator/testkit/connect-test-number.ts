import type { TestSimulator } from './start-test-simulator.ts'

/** Gives the number an agent at Retell that greets with "Hello, test greeting.", and a messaging profile at Telnyx. */
export async function connectTestNumber(subject: TestSimulator, number: string, webhookUrl: string): Promise<string> {
  const { retellBaseUrl, telnyxBaseUrl } = subject.simulator
  const retell = clientOf(retellBaseUrl, subject.retellApiKey)
  const llm = await retell('POST', '/create-retell-llm', { begin_message: 'Hello, test greeting.' })
  const agent = await retell('POST', '/create-agent', {
    agent_name: 'Test agent',
    voice_id: 'retell-Cimo',
    response_engine: { type: 'retell-llm', llm_id: llm['llm_id'] },
    webhook_url: webhookUrl,
    webhook_events: ['call_started', 'call_ended', 'call_analyzed', 'transcript_updated'],
  })
  await retell('POST', `/publish-agent-version/${agent['agent_id']}`, { version: agent['version'] })
  await retell('POST', '/import-phone-number', {
    phone_number: number,
    termination_uri: 'sip.telnyx.com',
    inbound_agents: [{ agent_id: agent['agent_id'], weight: 1, agent_version: 'latest_published' }],
  })
  const seeded = await subject.control.post('/numbers', { numbers: [number] })
  const [record] = seeded.body['numbers'] as { readonly id: string }[]
  const telnyx = clientOf(telnyxBaseUrl, subject.telnyxApiKey)
  await telnyx('PATCH', `/phone_numbers/${record?.id}/messaging`, { messaging_profile_id: 'profile-1' })
  return String(agent['agent_id'])
}

function clientOf(baseUrl: string, apiKey: string) {
  return async (method: string, path: string, body: unknown): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  }
}
