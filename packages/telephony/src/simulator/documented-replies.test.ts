import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { documentedRetellReplies } from './__fixtures__/documented-retell-replies.ts'
import { documentedTelnyxReplies } from './__fixtures__/documented-telnyx-replies.ts'
import { connectTestApplication } from './testkit/connect-test-application.ts'
import { connectTestNumber } from './testkit/connect-test-number.ts'
import { startTestSimulator, type TestSimulator } from './testkit/start-test-simulator.ts'

const ours = '+18005550100'
const caller = '+13125550142'

describe('the simulator’s replies have every field of the documented ones', () => {
  let subject: TestSimulator
  let agentId: string
  beforeEach(async () => {
    subject = await startTestSimulator()
    agentId = await connectTestNumber(subject, ours, 'http://127.0.0.1:9/webhook')
    await subject.control.post('/texts', { to: ours, from: caller, text: 'STOP', wait: true })
    await subject.control.post('/texts', { to: ours, from: caller, text: 'START', wait: true })
  })
  afterEach(() => subject.close())

  const retell = (method: string, path: string, body?: unknown) =>
    ask(`${subject.simulator.retellBaseUrl}${path}`, { method, key: subject.retellApiKey, body })
  const telnyx = (method: string, path: string, body?: unknown) =>
    ask(`${subject.simulator.telnyxBaseUrl}${path}`, { method, key: subject.telnyxApiKey, body })
  const send = () => telnyx('POST', '/messages', { from: ours, to: caller, text: 'Hello', tags: ['key-1'] })

  it('Retell: language model, agent, list of agents, number', async () => {
    const llmBody = { begin_message: 'Hi', general_prompt: 'You are …', default_dynamic_variables: { a: 'b' } }
    const llm = await retell('POST', '/create-retell-llm', llmBody)
    expectFields(llm, documentedRetellReplies.llm)
    expectFields(await retell('GET', `/get-agent/${agentId}`), documentedRetellReplies.agent)
    expectFields(await retell('POST', '/v2/list-agents', {}), documentedRetellReplies.agentList)
    expectFields(
      await retell('POST', `/create-agent-version/${agentId}`, { base_version: 0 }),
      documentedRetellReplies.agent,
    )
    expectFields(await retell('GET', `/list-agent-versions/${agentId}`), documentedRetellReplies.agentVersionList)
    expectFields(await retell('GET', `/get-phone-number/${ours}`), documentedRetellReplies.phoneNumber)
  })

  it('Retell: an analysed call', async () => {
    const placed = await subject.control.post('/calls', { to: ours, from: caller, speed: 100_000, wait: true })
    const call = await retell('GET', `/v2/get-call/${String(placed.body['callId'])}`)
    expectFields(call, documentedRetellReplies.analyzedCall)
  })

  it('Retell: a registered call', async () => {
    const call = await retell('POST', '/v2/register-phone-call', { agent_id: agentId, metadata: { key: 'value' } })
    expectFields(call, documentedRetellReplies.registeredCall)
  })

  it('Telnyx: an application, a line on it, a command for the line', async () => {
    const webhook_event_url = 'http://127.0.0.1:9/webhook'
    const made = await telnyx('POST', '/call_control_applications', { application_name: 'Example', webhook_event_url })
    expectFields(made, documentedTelnyxReplies.application)
    const placed = await ringOnApplication(subject, webhook_event_url)
    const path = `/calls/${encodeURIComponent(String(placed.body['callId']))}`
    expectFields(await telnyx('GET', path), documentedTelnyxReplies.callStatus)
    expectFields(await telnyx('POST', `${path}/actions/answer`, {}), documentedTelnyxReplies.command)
  })

  it('Telnyx: a sent text, its detail record, a number, an opt-out', async () => {
    expectFields(await send(), documentedTelnyxReplies.sentMessage)
    const records = await telnyx('GET', '/detail_records?filter[record_type]=messaging&filter[direction]=outbound')
    expectFields(firstOf(records), documentedTelnyxReplies.detailRecord)
    expectFields(firstOf(await telnyx('GET', '/phone_numbers')), documentedTelnyxReplies.phoneNumber)
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

async function ringOnApplication(subject: TestSimulator, webhookUrl: string) {
  await connectTestApplication(subject, ours, webhookUrl)
  return subject.control.placeCall({ to: ours, from: caller })
}

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

/** Paths of the fields that only the documented reply has. Free-form maps count as one field. */
function missingFields(documented: unknown, actual: unknown, path = ''): readonly string[] {
  const freeForm = ['.default_dynamic_variables', '.tags', '.custom_analysis_data']
  if (typeof documented !== 'object' || documented === null || freeForm.includes(path)) return []
  if (typeof actual !== 'object' || actual === null) return [path]
  if (Array.isArray(documented))
    return documented.length === 0 ? [] : missingFields(documented[0], Reflect.get(actual, 0), `${path}[]`)
  return Object.entries(documented).flatMap(([field, value]) =>
    field in actual ? missingFields(value, Reflect.get(actual, field), `${path}.${field}`) : [`${path}.${field}`],
  )
}
