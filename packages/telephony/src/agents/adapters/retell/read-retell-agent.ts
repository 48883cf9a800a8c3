import type { BusinessId } from '@cloudgreet/core'
import type { AgentListVersionsResponse, AgentResponse } from 'retell-sdk/resources/agent'
import type { LlmResponse } from 'retell-sdk/resources/llm'

import { isAgentNameOf } from '../../domain/agent-name.ts'
import type { ActualAgent, ActualFunction } from '../../ports/agent-vendor.ts'
import type { RetellClient } from './retell-client.ts'
import { unlessMissing } from './unless-missing.ts'

/** What Retell sends when an agent names no events, and how long it waits (agent types of retell-sdk 5.66). */
const defaultEvents = ['call_started', 'call_ended', 'call_analyzed'] as const
const defaultTimeoutMs = 10_000

/** Ids of all agents whose name carries the business's id, in order. */
export async function listRetellAgents(client: RetellClient, business: BusinessId): Promise<readonly string[]> {
  const ids: string[] = []
  let paginationKey: string | undefined
  do {
    const page = await client.read('agent.list', (sdk) =>
      sdk.agent.list({
        limit: 100,
        filter_criteria: { query: business },
        ...(paginationKey === undefined ? {} : { pagination_key: paginationKey }),
      }),
    )
    for (const { agent_id, agent_name } of page.items) if (isAgentNameOf(business, agent_name)) ids.push(agent_id)
    paginationKey = page.has_more ? page.pagination_key : undefined
  } while (paginationKey !== undefined)
  return ids.toSorted()
}

/** The agent as callers meet it. Undefined when Retell does not know it. */
export async function readRetellAgent(client: RetellClient, agentId: string): Promise<ActualAgent | undefined> {
  const latest = await unlessMissing(client.read('agent.retrieve', (sdk) => sdk.agent.retrieve(agentId)))
  if (latest === undefined) return undefined
  const agent = latest.is_published === true ? latest : ((await readPublished(client, agentId)) ?? latest)
  return toActualAgent(agent, await readRetellLlm(client, agent))
}

/** The version that was published last; undefined when none was. */
export async function readPublished(client: RetellClient, agentId: string): Promise<AgentResponse | undefined> {
  let paginationKey: string | undefined
  do {
    const page: AgentListVersionsResponse = await client.call('agent.listVersions', (sdk) =>
      sdk.agent.listVersions(agentId, {
        limit: 100,
        sort_order: 'descending',
        ...(paginationKey === undefined ? {} : { pagination_key: paginationKey }),
      }),
    )
    const published = page.items.find(({ is_published }) => is_published)
    if (published !== undefined)
      return client.read('agent.retrieve', (sdk) => sdk.agent.retrieve(agentId, { version: published.version }))
    paginationKey = page.has_more ? page.pagination_key : undefined
  } while (paginationKey !== undefined)
  return undefined
}

/** The version of the language model that this version of the agent speaks with; undefined when there is none. */
export async function readRetellLlm(
  client: RetellClient,
  { response_engine }: AgentResponse,
): Promise<LlmResponse | undefined> {
  if (response_engine.type !== 'retell-llm') return undefined
  const { llm_id, version } = response_engine
  return unlessMissing(
    client.read('llm.retrieve', (sdk) => sdk.llm.retrieve(llm_id, typeof version === 'number' ? { version } : {})),
  )
}

function toActualAgent(agent: AgentResponse, llm: LlmResponse | undefined): ActualAgent {
  return {
    agentId: agent.agent_id,
    isPublished: agent.is_published === true,
    name: agent.agent_name ?? '',
    greeting: llm?.start_speaker === 'agent' ? (llm.begin_message ?? '') : '',
    prompt: llm?.general_prompt ?? '',
    voice: agent.voice_id,
    timeZone: agent.timezone ?? undefined,
    functions: (llm?.general_tools ?? []).flatMap(toActualFunction),
    webhookUrl: agent.webhook_url ?? undefined,
    webhookEvents: agent.webhook_events ?? defaultEvents,
    webhookTimeoutMs: agent.webhook_timeout_ms ?? defaultTimeoutMs,
  }
}

function toActualFunction(tool: NonNullable<LlmResponse['general_tools']>[number]): readonly ActualFunction[] {
  if (tool.type !== 'custom') return []
  const { name, description = '', url, parameters } = tool
  return [{ name, description, url, parameters: { ...parameters } }]
}
