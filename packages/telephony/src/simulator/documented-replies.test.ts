import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { documentedRetellReplies } from './__fixtures__/documented-retell-replies.ts'
import { documentedTelnyxReplies } from './__fixtures__/documented-telnyx-replies.ts'
import { missingFields } from './__fixtures__/missing-fields.ts'
import { connectTestNumber } from './testkit/connect-test-number.ts'
import { startTestSimulator, type TestSimulator } from './testkit/start-test-simulator.ts'

const ours = '+18005550100'
const caller = '+13125550142'

/** Beyond the endpoints that our adapters use, which adapter-endpoints.test.ts asks one by one. */
describe('the simulator’s other replies have every field of the documented ones', () => {
  let subject: TestSimulator
  beforeEach(async () => {
    subject = await startTestSimulator()
    await connectTestNumber(subject, ours, 'http://127.0.0.1:9/webhook')
  })
  afterEach(() => subject.close())

  const retell = (method: string, path: string, body?: unknown) =>
    ask(`${subject.simulator.retellBaseUrl}${path}`, { method, key: subject.retellApiKey, body })
  const telnyx = (method: string, path: string, body?: unknown) =>
    ask(`${subject.simulator.telnyxBaseUrl}${path}`, { method, key: subject.telnyxApiKey, body })

  it('Retell: an analysed call', async () => {
    const placed = await subject.control.post('/calls', { to: ours, from: caller, speed: 100_000, wait: true })
    const call = await retell('GET', `/v2/get-call/${String(placed.body['callId'])}`)
    expectFields(call, documentedRetellReplies.analyzedCall)
  })

  it('Telnyx: an opt-out', async () => {
    await subject.control.post('/texts', { to: ours, from: caller, text: 'STOP', wait: true })
    expectFields(firstOf(await telnyx('GET', '/messaging_optouts')), documentedTelnyxReplies.optOut)
  })

  it('Telnyx: numbers for sale, and an order of one', async () => {
    const found = await telnyx('GET', '/available_phone_numbers?filter[country_code]=US&filter[limit]=1')
    expectFields(found, documentedTelnyxReplies.availableNumbers)
    const { phone_number } = firstOf(found) as { readonly phone_number: string }
    const ordered = await telnyx('POST', '/number_orders', { phone_numbers: [{ phone_number }] })
    expectFields(ordered, documentedTelnyxReplies.numberOrder)
  })
})

async function ask(url: string, request: { method: string; key: string; body: unknown }): Promise<unknown> {
  const answer = await fetch(url, {
    method: request.method,
    headers: { authorization: `Bearer ${request.key}`, 'content-type': 'application/json' },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  })
  expect(answer.ok).toBe(true)
  return answer.json()
}

function firstOf(page: unknown): unknown {
  return (page as { readonly data: readonly unknown[] }).data[0]
}

function expectFields(actual: unknown, fixture: { readonly source: string; readonly body: object }): void {
  expect(fixture.source).toMatch(/^documented: /)
  expect(missingFields(fixture.body, actual)).toEqual([])
}
