import type { DesiredAgent } from '@cloudgreet/core'
import type { AgentResponse } from 'retell-sdk/resources/agent'

import { readPublished, readRetellLlm } from './read-retell-agent.ts'
import { toAgentParams, toLlmParams } from './retell-agent-params.ts'
import type { RetellClient } from './retell-client.ts'

/** Marks the drafts that are ours, so that one left by a crash is used again. */
const ourTitle = 'CloudGreet'

/**
 * Writes the desired agent into a draft of ours and publishes it. Published versions are immutable, and a draft that
 * is not ours is somebody's unfinished work: neither is touched.
 */
export async function updateRetellAgent(client: RetellClient, agentId: string, desired: DesiredAgent): Promise<void> {
  const draft = await openDraft(client, agentId)
  const { version } = draft
  const changes = { ...toAgentParams(desired), version_title: ourTitle }
  await client.call('agent.update', (sdk) => sdk.agent.update(agentId, { version, ...changes }))
  const llmId = await writeLlm(client, draft, desired)
  if (llmId !== undefined)
    await client.call('agent.update', (sdk) =>
      sdk.agent.update(agentId, { version, response_engine: { type: 'retell-llm', llm_id: llmId } }),
    )
  await publishRetellAgent(client, draft)
}

export async function publishRetellAgent(
  client: RetellClient,
  { agent_id, version }: Pick<AgentResponse, 'agent_id' | 'version'>,
): Promise<void> {
  await client.call('agent.publish', (sdk) => sdk.agent.publish(agent_id, { version }))
}

/** A first version that was never published is what an earlier try left; it is ours too. */
export function isUnpublishedFirst(agent: AgentResponse): boolean {
  return agent.is_published !== true && (agent.base_version ?? null) === null
}

async function openDraft(client: RetellClient, agentId: string): Promise<AgentResponse> {
  const latest = await client.read('agent.retrieve', (sdk) => sdk.agent.retrieve(agentId))
  const isOurDraft = latest.is_published !== true && latest.version_title === ourTitle
  if (isOurDraft || isUnpublishedFirst(latest)) return latest
  const base = latest.is_published === true ? latest : ((await readPublished(client, agentId)) ?? latest)
  await client.call('agent.createVersion', (sdk) => sdk.agent.createVersion(agentId, { base_version: base.version }))
  return client.read('agent.retrieve', (sdk) => sdk.agent.retrieve(agentId))
}

/** @returns the id of a new language model when the draft had none of Retell's, a lost one, or a published one */
async function writeLlm(
  client: RetellClient,
  agent: AgentResponse,
  desired: DesiredAgent,
): Promise<string | undefined> {
  const params = toLlmParams(desired)
  const llm = await readRetellLlm(client, agent)
  if (llm === undefined || llm.is_published === true)
    return (await client.call('llm.create', (sdk) => sdk.llm.create(params))).llm_id
  const { llm_id, version } = llm
  const query = version === undefined ? {} : { version }
  await client.call('llm.update', (sdk) => sdk.llm.update(llm_id, { ...query, ...params }))
  return undefined
}
