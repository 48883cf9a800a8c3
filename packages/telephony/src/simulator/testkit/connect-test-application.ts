import type { TestSimulator } from './start-test-simulator.ts'

/** Puts the number on a Call Control application that reports to the URL. @returns the application's id */
export async function connectTestApplication(
  { simulator, control, telnyxApiKey }: TestSimulator,
  number: string,
  webhookUrl: string,
): Promise<string> {
  const ask = async (method: string, path: string, body: unknown) => {
    const answer = await fetch(`${simulator.telnyxBaseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${telnyxApiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return ((await answer.json()) as { readonly data: { readonly id: string } }).data
  }
  const seeded = await control.seedNumbers([number])
  const [record] = seeded.body['numbers'] as readonly { readonly id: string }[]
  const application = { application_name: 'Test application', webhook_event_url: webhookUrl }
  const { id } = await ask('POST', '/call_control_applications', application)
  await ask('PATCH', `/phone_numbers/${record?.id}`, { connection_id: id })
  return id
}
