import { parsePhoneNumber, type BusinessId } from '@cloudgreet/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { startTestSimulator, type TestSimulator } from '../../simulator/testkit/start-test-simulator.ts'
import { diffAgent } from '../domain/diff-agent.ts'
import type { ActualAgent } from '../ports/agent-vendor.ts'
import { agentProvisionerContract } from '../testkit/agent-provisioner-contract.ts'
import { buildDesiredAgent } from '../testkit/desired-agent-builder.ts'
import { createRetellTelnyxProvisioner } from './retell-telnyx-provisioner.ts'

const number = parsePhoneNumber('+18005550100')
const businessId = '00000000-0000-7000-8000-00000000b001' as BusinessId
const desired = buildDesiredAgent({ businessId })

const inboundWebhookUrl = 'http://127.0.0.1:9/api/retell/inbound'
const application = { name: 'Example application', webhookUrl: 'http://127.0.0.1:9/api/telnyx/voice-webhook' }

function provisionerOf({ simulator, retellApiKey, telnyxApiKey }: TestSimulator, withApplication = false) {
  return createRetellTelnyxProvisioner({
    retell: { apiKey: retellApiKey, baseUrl: simulator.retellBaseUrl, timeoutMs: 250, inboundWebhookUrl },
    telnyx: {
      apiKey: telnyxApiKey,
      baseUrl: simulator.telnyxBaseUrl,
      timeoutMs: 250,
      messagingProfileId: 'profile-1',
      trunkConnectionId: '1293000000000000001',
      callControlApplication: withApplication ? application : undefined,
    },
  })
}

async function read(subject: TestSimulator, path: string): Promise<Record<string, unknown> | undefined> {
  const answer = await fetch(`${subject.simulator.retellBaseUrl}${path}`, {
    headers: { authorization: `Bearer ${subject.retellApiKey}` },
  })
  return answer.ok ? ((await answer.json()) as Record<string, unknown>) : undefined
}

async function write(subject: TestSimulator, method: string, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${subject.simulator.retellBaseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${subject.retellApiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.ok).toBe(true)
}

async function editAtRetell(subject: TestSimulator, agentId: string, changes: Partial<ActualAgent>): Promise<void> {
  const { greeting, prompt, voice, webhookUrl, webhookEvents, functions } = changes
  await subject.control.editAgent(agentId, {
    agent: toGiven({ voice_id: voice, webhook_url: webhookUrl, webhook_events: webhookEvents }),
    llm: toGiven({ begin_message: greeting, general_prompt: prompt, general_tools: functions }),
  })
}

function toGiven(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

const faultTargets = {
  timeout_but_done: ['retell.agents.create', 'timeout_but_done'],
  half_made: ['retell.agents.publish', '500'],
  refused: ['retell.agents.create', '402'],
} as const

agentProvisionerContract({
  name: 'Retell and Telnyx',
  makeSubject: async () => {
    const subject = await startTestSimulator()
    await subject.control.post('/numbers', { numbers: [number] })
    return {
      provisioner: provisionerOf(subject),
      failNext: (fault) => {
        const [target, kind] = faultTargets[fault]
        return subject.control.fail(target, kind)
      },
      editByHand: (agentId, changes) => editAtRetell(subject, agentId, changes),
      countMade: async () => (await subject.control.ledger('agent_created')).length,
      answers: async (agentId) => (await read(subject, `/get-agent/${agentId}`))?.['is_published'] === true,
      agentOf: async (called) => {
        const record = await read(subject, `/get-phone-number/${called}`)
        const agents = record?.['inbound_agents'] as { readonly agent_id: string }[] | undefined
        return agents?.[0]?.agent_id
      },
      close: subject.close,
    }
  },
})

describe('createRetellTelnyxProvisioner', () => {
  let subject: TestSimulator
  beforeEach(async () => {
    subject = await startTestSimulator()
    await subject.control.post('/numbers', { numbers: [number] })
  })
  afterEach(() => subject.close())

  it('sets the greeting, the webhook and its events', async () => {
    const { agentId } = await provisionerOf(subject).createAgent(desired)
    const agent = await read(subject, `/get-agent/${agentId}`)
    expect(agent).toMatchObject({
      agent_name: `Example Dental [${businessId}]`,
      webhook_url: 'http://127.0.0.1:9/api/retell/webhook',
      webhook_events: ['call_started', 'call_ended', 'call_analyzed', 'transcript_updated'],
    })
    const [llm] = await subject.control.ledger('llm_created')
    expect(llm?.detail).toMatchObject({ begin_message: desired.greeting, general_prompt: desired.prompt })
  })

  it('lets Retell ask us before the agent answers, also for a number bound without that or with another address', async () => {
    const provisioner = provisionerOf(subject)
    const { agentId } = await provisioner.createAgent(desired)
    const connection = { businessId, number, agentId, route: 'trunk' as const }
    await provisioner.connectNumber(connection)
    expect(await provisioner.readNumber(number, 'trunk')).toMatchObject({ areCallsAnnounced: true })
    for (const changed of [null, 'https://elsewhere.example.com']) {
      await write(subject, 'PATCH', `/update-phone-number/${number}`, { inbound_webhook_url: changed })
      expect(await provisioner.readNumber(number, 'trunk')).toMatchObject({ areCallsAnnounced: false })
      await provisioner.connectNumber(connection)
      const bound = await read(subject, `/get-phone-number/${number}`)
      expect(bound?.['inbound_webhook_url']).toBe(inboundWebhookUrl)
    }
  })

  it('removes the language model with the agent, and when the agent was refused', async () => {
    const provisioner = provisionerOf(subject)
    await subject.control.fail('retell.agents.create', '402')
    await expect(provisioner.createAgent(desired)).rejects.toMatchObject({ code: 'upstream_payment_required' })
    const { agentId } = await provisioner.createAgent(desired)
    await provisioner.removeAgent(agentId)
    expect(await subject.control.ledger('llm_created')).toHaveLength(2)
    expect(await subject.control.ledger('llm_deleted')).toHaveLength(2)
  })

  it('leaves somebody’s draft unpublished, while it updates what callers meet', async () => {
    const provisioner = provisionerOf(subject)
    const { agentId } = await provisioner.createAgent(desired)
    const unfinished = {
      agent: { voice_id: 'retell-Unfinished' },
      llm: { begin_message: 'Half a greeting' },
      publish: false,
    }
    await subject.control.editAgent(agentId, unfinished)
    expect(await provisioner.findAgent(businessId)).toEqual({ agentId })
    const found = await provisioner.readAgent(agentId)
    expect(found && diffAgent(desired, found)).toEqual([])
    await provisioner.updateAgent(agentId, buildDesiredAgent({ businessId, greeting: 'Good day.' }))
    expect(await provisioner.readAgent(agentId)).toMatchObject({ voice: 'retell-Cimo', isPublished: true })
    const published = (await subject.control.ledger('agent_published')).map(({ detail }) => detail['version'])
    expect(published).toEqual([0, 2])
  })

  it('goes on with its own draft after a lost publication', async () => {
    const provisioner = provisionerOf(subject)
    const { agentId } = await provisioner.createAgent(desired)
    const changed = buildDesiredAgent({ businessId, greeting: 'Good day.' })
    await subject.control.fail('retell.agents.publish', '500')
    await expect(provisioner.updateAgent(agentId, changed)).rejects.toMatchObject({ outcome: 'unknown' })
    expect(await provisioner.readAgent(agentId)).toMatchObject({ greeting: desired.greeting })
    await provisioner.updateAgent(agentId, changed)
    expect(await provisioner.readAgent(agentId)).toMatchObject({ greeting: changed.greeting })
    expect(await subject.control.ledger('agent_version_created')).toHaveLength(1)
  })

  it('gives an agent whose language model is gone a new one', async () => {
    const provisioner = provisionerOf(subject)
    const { agentId } = await provisioner.createAgent(desired)
    const [llm] = await subject.control.ledger('llm_created')
    await write(subject, 'DELETE', `/delete-retell-llm/${llm?.id}`, undefined)
    expect(await provisioner.readAgent(agentId)).toMatchObject({ greeting: '', prompt: '', functions: [] })
    await provisioner.updateAgent(agentId, desired)
    const found = await provisioner.readAgent(agentId)
    expect(found && diffAgent(desired, found)).toEqual([])
  })

  it('gives a draft that speaks with a published language model one of its own', async () => {
    const provisioner = provisionerOf(subject)
    const { agentId } = await provisioner.createAgent(desired)
    const { agent_name, voice_id, response_engine } = (await read(subject, `/get-agent/${agentId}`)) ?? {}
    await write(subject, 'DELETE', `/delete-agent/${agentId}`, undefined)
    await write(subject, 'POST', '/create-agent', { agent_name, voice_id, response_engine })
    const [copy = ''] = await provisioner.listAgents(businessId)
    expect(await provisioner.readAgent(copy)).toMatchObject({ isPublished: false, greeting: desired.greeting })
    await provisioner.updateAgent(copy, desired)
    const found = await provisioner.readAgent(copy)
    expect(found && diffAgent(desired, found)).toEqual([])
    expect(await subject.control.ledger('llm_created')).toHaveLength(2)
  })

  it('sees a number that is tied to one version of the agent', async () => {
    const provisioner = provisionerOf(subject)
    const { agentId } = await provisioner.createAgent(desired)
    await provisioner.connectNumber({ businessId, number, agentId, route: 'trunk' })
    const pinned = [{ agent_id: agentId, weight: 1, agent_version: 0 }]
    await write(subject, 'PATCH', `/update-phone-number/${number}`, { inbound_agents: pinned })
    expect(await provisioner.readNumber(number, 'trunk')).toMatchObject({
      agentIds: [agentId],
      isLatestPublished: false,
    })
    expect(await provisioner.readNumber(parsePhoneNumber('+18005550199'), 'trunk')).toBeUndefined()
  })

  it('leaves the outcome open when the agent was made and its publication refused', async () => {
    const provisioner = provisionerOf(subject)
    await subject.control.fail('retell.agents.publish', '402')
    await expect(provisioner.createAgent(desired)).rejects.toMatchObject({
      code: 'upstream_payment_required',
      outcome: 'unknown',
    })
    expect(await provisioner.findAgent(businessId)).toBeDefined()
  })

  it('finds the agent of a business on a later page of the list', async () => {
    const provisioner = provisionerOf(subject)
    const others = Array.from({ length: 120 }, (_, index) => `x${index} [${businessId}] copy`)
    const headers = { authorization: `Bearer ${subject.retellApiKey}`, 'content-type': 'application/json' }
    const engine = { type: 'custom-llm', llm_websocket_url: 'wss://agents.example.com' }
    for (const agent_name of others)
      await fetch(`${subject.simulator.retellBaseUrl}/create-agent`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ agent_name, voice_id: 'retell-Cimo', response_engine: engine }),
      })
    const made = await provisioner.createAgent(desired)
    expect(await provisioner.findAgent(businessId)).toEqual(made)
  })

  it('points the number at the trunk and at the messaging profile', async () => {
    const provisioner = provisionerOf(subject)
    const { agentId } = await provisioner.createAgent(desired)
    await provisioner.connectNumber({ businessId, number, agentId, route: 'trunk' })
    const [entry] = await subject.control.ledger('number_profile_set')
    expect(entry?.detail).toMatchObject({
      phone_number: number,
      connection_id: '1293000000000000001',
      messaging_profile_id: 'profile-1',
    })
  })

  it('makes one application for call control, brings it up to date, and moves the number there and back', async () => {
    const provisioner = provisionerOf(subject, true)
    const { agentId } = await provisioner.createAgent(desired)
    const connect = (route: 'trunk' | 'call-control') =>
      provisioner.connectNumber({ businessId, number, agentId, route })
    const connections = async () =>
      (await subject.control.ledger('number_connected')).map(({ detail }) => detail['connection_id'])
    await connect('call-control')
    await connect('call-control')
    const [made, ...others] = await subject.control.ledger('application_created')
    expect(others).toEqual([])
    expect(made?.detail).toMatchObject({
      application_name: application.name,
      webhook_event_url: application.webhookUrl,
      webhook_event_failover_url: null,
      webhook_api_version: '2',
      webhook_timeout_secs: 2,
      first_command_timeout: true,
    })
    expect(await subject.control.ledger('application_updated')).toHaveLength(1)
    expect(await read(subject, `/get-phone-number/${number}`)).toBeUndefined()
    await connect('trunk')
    expect(await connections()).toEqual([made?.id, made?.id, '1293000000000000001'])
    expect(await read(subject, `/get-phone-number/${number}`)).toBeDefined()
  })

  it('refuses a number that the account does not hold, and a route it has no application for', async () => {
    const provisioner = provisionerOf(subject)
    const { agentId } = await provisioner.createAgent(desired)
    const connection = { businessId, agentId, number: parsePhoneNumber('+18005550199') }
    await expect(provisioner.connectNumber({ ...connection, route: 'trunk' })).rejects.toMatchObject({
      code: 'number_not_owned',
      outcome: 'refused',
    })
    await expect(provisioner.connectNumber({ ...connection, route: 'call-control' })).rejects.toMatchObject({
      code: 'unsupported_operation',
    })
  })

  it('reports a wrong key as unauthorized', async () => {
    const provisioner = provisionerOf({ ...subject, retellApiKey: 'wrong' })
    await expect(provisioner.findAgent(businessId)).rejects.toMatchObject({
      code: 'upstream_unauthorized',
      status: 401,
    })
  })
})
