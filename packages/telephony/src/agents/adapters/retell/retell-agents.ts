import { UpstreamError, type BusinessId, type DesiredAgent } from '@cloudgreet/core'

import type { ActualAgent } from '../../ports/agent-vendor.ts'
import { listRetellAgents, readRetellAgent } from './read-retell-agent.ts'
import { toAgentParams, toLlmParams } from './retell-agent-params.ts'
import type { RetellClient } from './retell-client.ts'
import { unlessMissing } from './unless-missing.ts'
import { isUnpublishedFirst, publishRetellAgent, updateRetellAgent } from './update-retell-agent.ts'

/** Agents at Retell: one language model with the prompt, one agent that speaks it, published. */
export interface RetellAgents {
  create(desired: DesiredAgent): Promise<{ readonly agentId: string }>
  find(business: BusinessId): Promise<{ readonly agentId: string } | undefined>
  list(business: BusinessId): Promise<readonly string[]>
  read(agentId: string): Promise<ActualAgent | undefined>
  update(agentId: string, desired: DesiredAgent): Promise<void>
  remove(agentId: string): Promise<void>
}

/**
 * `create` looks for the business's agent first and completes the one that an earlier try left half made.
 * `find` completes it too, so what it returns always answers calls.
 */
export function createRetellAgents(client: RetellClient): RetellAgents {
  const find = async (business: BusinessId) => {
    const [agentId] = await listRetellAgents(client, business)
    if (agentId === undefined) return undefined
    await ensurePublished(client, agentId)
    return { agentId }
  }
  return {
    find,
    async create(desired) {
      return (await find(desired.businessId)) ?? (await makeAgent(client, desired))
    },
    list: (business) => listRetellAgents(client, business),
    read: (agentId) => readRetellAgent(client, agentId),
    update: (agentId, desired) => updateRetellAgent(client, agentId, desired),
    remove: (agentId) => removeAgent(client, agentId),
  }
}

async function makeAgent(client: RetellClient, desired: DesiredAgent) {
  const llm = await client.call('llm.create', (sdk) => sdk.llm.create(toLlmParams(desired)))
  const engine = { type: 'retell-llm' as const, llm_id: llm.llm_id }
  const agent = await client
    .call('agent.create', (sdk) => sdk.agent.create({ ...toAgentParams(desired), response_engine: engine }))
    .catch(async (error: unknown) => {
      // Failing to clear up must not hide why the agent was refused; a left-over language model costs nothing.
      if (UpstreamError.isInstance(error) && error.outcome === 'refused')
        await removeLlm(client, llm.llm_id).catch(() => undefined)
      throw error
    })
  await publishRetellAgent(client, agent).catch((error: unknown) => {
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

/** Publishes an agent that never was. A later draft, which has a base version, is somebody's unfinished work. */
async function ensurePublished(client: RetellClient, agentId: string): Promise<void> {
  const agent = await client.read('agent.retrieve', (sdk) => sdk.agent.retrieve(agentId))
  if (isUnpublishedFirst(agent)) await publishRetellAgent(client, agent)
}

async function removeAgent(client: RetellClient, agentId: string): Promise<void> {
  const agent = await unlessMissing(client.read('agent.retrieve', (sdk) => sdk.agent.retrieve(agentId)))
  if (agent === undefined) return
  await unlessMissing(client.call('agent.delete', (sdk) => sdk.agent.delete(agentId)))
  if (agent.response_engine.type === 'retell-llm') await removeLlm(client, agent.response_engine.llm_id)
}

async function removeLlm(client: RetellClient, llmId: string): Promise<void> {
  await unlessMissing(client.call('llm.delete', (sdk) => sdk.llm.delete(llmId)))
}
