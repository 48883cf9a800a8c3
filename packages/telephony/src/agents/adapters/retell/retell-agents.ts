import { UpstreamError, type BusinessId, type DesiredAgent } from '@cloudgreet/core'
import type { AgentCreateParams, AgentResponse } from 'retell-sdk/resources/agent'

import { isAgentNameOf, toAgentName } from '../../domain/agent-name.ts'
import type { RetellClient } from './retell-client.ts'
import { isMissingAtRetell } from './retell-error.ts'

export interface RetellAgentSettings {
  /** Retell posts call events here instead of to the account's URL. */
  readonly webhookUrl: string
  /** Default: `retell-Cimo`. */
  readonly voiceId?: string | undefined
}

/** The events that we keep; `transcript_updated` is off unless asked for. */
const webhookEvents = ['call_started', 'call_ended', 'call_analyzed', 'transcript_updated'] as const

/** Agents at Retell: one language model with the prompt, one agent that speaks it, published. */
export interface RetellAgents {
  create(desired: DesiredAgent): Promise<{ readonly agentId: string }>
  find(business: BusinessId): Promise<{ readonly agentId: string } | undefined>
  remove(agentId: string): Promise<void>
}

/**
 * `create` looks for the business's agent first and completes the one that an earlier try left half made.
 * `find` completes it too, so what it returns always answers calls.
 */
export function createRetellAgents(client: RetellClient, settings: RetellAgentSettings): RetellAgents {
  const find = async (business: BusinessId) => {
    const agentId = await findAgentId(client, business)
    if (agentId === undefined) return undefined
    await ensurePublished(client, agentId)
    return { agentId }
  }
  return {
    find,
    async create(desired) {
      return (await find(desired.businessId)) ?? (await makeAgent(client, desired, settings))
    },
    remove: (agentId) => removeAgent(client, agentId),
  }
}

async function makeAgent(client: RetellClient, desired: DesiredAgent, settings: RetellAgentSettings) {
  const llm = await client.call('llm.create', (sdk) =>
    sdk.llm.create({
      begin_message: desired.greeting,
      general_prompt: desired.prompt,
      start_speaker: 'agent',
      default_dynamic_variables: { business_id: desired.businessId, business_name: desired.businessName },
    }),
  )
  const params = toAgentParams(desired, llm.llm_id, settings)
  const agent = await client
    .call('agent.create', (sdk) => sdk.agent.create(params))
    .catch(async (error: unknown) => {
      // Failing to clear up must not hide why the agent was refused; a left-over language model costs nothing.
      if (UpstreamError.isInstance(error) && error.outcome === 'refused')
        await removeLlm(client, llm.llm_id).catch(() => undefined)
      throw error
    })
  await publish(client, agent).catch((error: unknown) => {
    throw withOpenOutcome(error)
  })
  return { agentId: agent.agent_id }
}

/** The agent is there by now: "refused" would tell the caller that nothing happened. */
function withOpenOutcome(error: unknown): unknown {
  if (!UpstreamError.isInstance(error) || error.outcome === 'unknown') return error
  const { code, message, vendor, status, requestId, isRetryable, retryAfterMs } = error
  return new UpstreamError(code, message, {
    vendor,
    outcome: 'unknown',
    status,
    requestId,
    isRetryable,
    retryAfterMs,
    cause: error,
  })
}

function toAgentParams(desired: DesiredAgent, llmId: string, settings: RetellAgentSettings): AgentCreateParams {
  return {
    agent_name: toAgentName(desired.businessName, desired.businessId),
    response_engine: { type: 'retell-llm', llm_id: llmId },
    voice_id: settings.voiceId ?? 'retell-Cimo',
    webhook_url: settings.webhookUrl,
    webhook_events: [...webhookEvents],
  }
}

async function findAgentId(client: RetellClient, business: BusinessId): Promise<string | undefined> {
  let paginationKey: string | undefined
  do {
    const page = await client.call('agent.list', (sdk) =>
      sdk.agent.list({
        limit: 100,
        filter_criteria: { query: business },
        ...(paginationKey === undefined ? {} : { pagination_key: paginationKey }),
      }),
    )
    const match = page.items.find((item) => isAgentNameOf(business, item.agent_name))
    if (match !== undefined) return match.agent_id
    paginationKey = page.has_more ? page.pagination_key : undefined
  } while (paginationKey !== undefined)
  return undefined
}

/** Publishes an agent that never was. A later draft, which has a base version, is somebody's unfinished work. */
async function ensurePublished(client: RetellClient, agentId: string): Promise<void> {
  const agent = await client.call('agent.retrieve', (sdk) => sdk.agent.retrieve(agentId))
  const isFirstVersion = (agent.base_version ?? null) === null
  if (agent.is_published !== true && isFirstVersion) await publish(client, agent)
}

async function publish(client: RetellClient, agent: AgentResponse): Promise<void> {
  await client.call('agent.publish', (sdk) => sdk.agent.publish(agent.agent_id, { version: agent.version }))
}

async function removeAgent(client: RetellClient, agentId: string): Promise<void> {
  const agent = await unlessMissing(client.call('agent.retrieve', (sdk) => sdk.agent.retrieve(agentId)))
  if (agent === undefined) return
  await unlessMissing(client.call('agent.delete', (sdk) => sdk.agent.delete(agentId)))
  if (agent.response_engine.type === 'retell-llm') await removeLlm(client, agent.response_engine.llm_id)
}

async function removeLlm(client: RetellClient, llmId: string): Promise<void> {
  await unlessMissing(client.call('llm.delete', (sdk) => sdk.llm.delete(llmId)))
}

async function unlessMissing<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer
  } catch (error) {
    if (isMissingAtRetell(error)) return undefined
    throw error
  }
}
