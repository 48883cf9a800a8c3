import { parsePhoneNumber, type BusinessId } from '@cloudgreet/core'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

import {
  documentedRetellErrors,
  documentedRetellReplies,
} from '../../simulator/__fixtures__/documented-retell-replies.ts'
import {
  documentedTelnyxErrors,
  documentedTelnyxReplies,
} from '../../simulator/__fixtures__/documented-telnyx-replies.ts'
import { retellUrl, telnyxUrl, useDocumentedVendors } from '../../simulator/__fixtures__/documented-vendors.ts'
import { buildDesiredAgent } from '../testkit/desired-agent-builder.ts'
import { createRetellTelnyxProvisioner } from './retell-telnyx-provisioner.ts'

const vendors = useDocumentedVendors()
const number = parsePhoneNumber('+18005550100')
const businessId = '00000000-0000-7000-8000-00000000b001' as BusinessId
const { agent, llm, agentList } = documentedRetellReplies
const { phoneNumber, numberMessaging, application } = documentedTelnyxReplies
const { agent_id } = agent.body

const provisioner = createRetellTelnyxProvisioner({
  retell: { apiKey: 'any' },
  telnyx: {
    apiKey: 'any',
    messagingProfileId: numberMessaging.body.data.messaging_profile_id,
    trunkConnectionId: phoneNumber.body.connection_id,
    callControlApplication: { name: application.body.data.application_name, webhookUrl: 'https://example.com' },
  },
})

describe('createRetellTelnyxProvisioner, by the documented replies', () => {
  it('reads an agent and what its language model says', async () => {
    vendors.use(http.get(`${retellUrl}/get-agent/:id`, () => HttpResponse.json({ ...agent.body, is_published: true })))
    expect(await provisioner.readAgent(agent_id)).toEqual({
      agentId: agent_id,
      isPublished: true,
      name: 'Jarvis',
      greeting: llm.body.begin_message,
      prompt: llm.body.general_prompt,
      voice: 'retell-Cimo',
      timeZone: undefined,
      functions: [],
      webhookUrl: agent.body.webhook_url,
      webhookEvents: ['call_started', 'call_ended', 'call_analyzed'],
      webhookTimeoutMs: 10_000,
    })
  })

  it('lists the agents that carry the business in their name, page after page', async () => {
    const named = { ...agentList.body.items[0], agent_name: `Jarvis [${businessId}]` }
    const pages = [
      { items: [named], has_more: true, pagination_key: 'second' },
      { items: [...agentList.body.items, { ...named, agent_id: 'another' }], has_more: false },
    ]
    vendors.use(http.post(`${retellUrl}/v2/list-agents`, () => HttpResponse.json(pages.shift())))
    expect(await provisioner.listAgents(businessId)).toEqual(['another', agent_id])
  })

  it('reads where calls and texts of a number go', async () => {
    expect(await provisioner.readNumber(number, 'trunk')).toMatchObject({
      areCallsConnected: true,
      areTextsConnected: true,
      agentIds: [agent_id],
      isLatestPublished: false,
    })
  })

  it('connects, detaches and disconnects a number by either route, and removes an agent', async () => {
    for (const route of ['trunk', 'call-control'] as const)
      await provisioner.connectNumber({ businessId, number, agentId: agent_id, route })
    await provisioner.detachAgent(number)
    await provisioner.disconnectNumber(number)
    await provisioner.removeAgent(agent_id)
  })

  it.each(documentedRetellErrors)('translates status %i of Retell with %o to %s', async (status, body, code) => {
    vendors.use(http.get(`${retellUrl}/get-agent/:id`, () => HttpResponse.json(body, { status })))
    await expect(provisioner.updateAgent(agent_id, buildDesiredAgent())).rejects.toMatchObject({
      code,
      status,
      vendor: 'retell',
    })
  })

  it.each(documentedTelnyxErrors)('translates status %i of Telnyx with %o to %s', async (status, error, code) => {
    vendors.use(
      http.patch(`${telnyxUrl}/phone_numbers/:id/messaging`, () => HttpResponse.json({ errors: [error] }, { status })),
    )
    const vendorCode = error.code
    await expect(provisioner.disconnectNumber(number)).rejects.toMatchObject({ code, status, vendorCode })
  })
})
