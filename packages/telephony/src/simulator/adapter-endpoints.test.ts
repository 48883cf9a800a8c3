import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import Retell from 'retell-sdk'
import Telnyx from 'telnyx'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import {
  type DocumentedEndpoint,
  type Given,
  retellEndpoints,
  telnyxEndpoints,
} from './__fixtures__/documented-endpoints.ts'
import { missingFields } from './__fixtures__/missing-fields.ts'
import { connectTestApplication } from './testkit/connect-test-application.ts'
import { connectTestNumber } from './testkit/connect-test-number.ts'
import { startTestSimulator, type TestSimulator } from './testkit/start-test-simulator.ts'

const number = '+18005550100'
const person = '+13125550142'
const nowhere = 'http://127.0.0.1:9/webhook'

/** Names of all SDK calls in the production files of this package: `phoneNumbers.messaging.update`. */
function findSdkCalls(): readonly string[] {
  const folder = fileURLToPath(new URL('..', import.meta.url))
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('simulator'),
  )
  const calls = files.flatMap((file) => [
    ...readFileSync(join(folder, file), 'utf8').matchAll(/\bsdk\.([a-z]\w*(?:\.\w+)+)\(/g),
  ])
  return [...new Set(calls.map(([, name]) => name ?? ''))].toSorted()
}

describe('the endpoints that the adapters use', () => {
  let subject: TestSimulator
  let given: Given
  let asked: string[]
  let replies: unknown[]
  beforeEach(async () => {
    // Time stands still, so that no line ends by itself, and no text.
    subject = await startTestSimulator({ pause: () => new Promise<void>(() => undefined) })
    given = await prepare(subject)
    asked = []
    replies = []
  })
  afterEach(() => subject.close())

  /** Notes what an SDK really sends, and what it gets. */
  const recordingFetch: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init)
    const { pathname } = new URL(String(input instanceof Request ? input.url : input))
    asked.push(`${init?.method?.toUpperCase()} ${decodeURIComponent(pathname.replace(/^\/(retell|telnyx\/v2)/, ''))}`)
    replies.push(
      answer.status === 204
        ? undefined
        : await answer
            .clone()
            .json()
            .catch(() => undefined),
    )
    return answer
  }

  async function expectDocumented<Sdk>(sdk: Sdk, { endpoint, reply, ask }: DocumentedEndpoint<Sdk>): Promise<void> {
    await ask(sdk, given)
    expect(asked.at(-1)).toMatch(new RegExp(`^${endpoint.replace(/:id/g, '[^/]+')}$`))
    if (reply === undefined) return
    expect(reply.source).toMatch(/^documented: /)
    expect(missingFields(reply.body, replies.at(-1))).toEqual([])
  }

  it('are all listed, each with the documented reply', () => {
    const listed = [...Object.keys(retellEndpoints), ...Object.keys(telnyxEndpoints)]
    expect(listed.toSorted()).toEqual(findSdkCalls())
  })

  it.each(Object.keys(retellEndpoints))('Retell: the simulator answers %s as documented', async (name) => {
    const access = { apiKey: subject.retellApiKey, baseURL: subject.simulator.retellBaseUrl, maxRetries: 0 }
    await expectDocumented(new Retell({ ...access, fetch: recordingFetch }), retellEndpoints[name]!)
  })

  it.each(Object.keys(telnyxEndpoints))('Telnyx: the simulator answers %s as documented', async (name) => {
    const access = { apiKey: subject.telnyxApiKey, baseURL: subject.simulator.telnyxBaseUrl, maxRetries: 0 }
    await expectDocumented(new Telnyx({ ...access, fetch: recordingFetch }), telnyxEndpoints[name]!)
  })
})

/** An agent with a draft, a number on an application, an answered line, a sent text. */
async function prepare(subject: TestSimulator): Promise<Given> {
  const { simulator, control, retellApiKey, telnyxApiKey } = subject
  const agentId = await connectTestNumber(subject, number, nowhere)
  const retell = new Retell({ apiKey: retellApiKey, baseURL: simulator.retellBaseUrl })
  const { version: draft = 1, response_engine } = await retell.agent.createVersion(agentId, { base_version: 0 })
  const llmId = response_engine.type === 'retell-llm' ? response_engine.llm_id : ''
  await retell.llm.update(llmId, {
    version: draft,
    general_prompt: 'You are …',
    default_dynamic_variables: { customer_name: 'John Doe' },
  })
  const applicationId = await connectTestApplication(subject, number, nowhere)
  const telnyx = new Telnyx({ apiKey: telnyxApiKey, baseURL: simulator.telnyxBaseUrl })
  const [held] = (await telnyx.phoneNumbers.list()).data ?? []
  const sent = await telnyx.messages.send({ from: number, to: person, text: 'Hello' })
  const controlId = String((await control.placeCall({ to: number, from: person })).body['callId'])
  await telnyx.calls.actions.answer(controlId, {})
  const messageId = sent.data?.id ?? ''
  return {
    number,
    person,
    agentId,
    llmId,
    draft,
    numberId: held?.id ?? '',
    applicationId,
    messageId,
    controlId,
  }
}
