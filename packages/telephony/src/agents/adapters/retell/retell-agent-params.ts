import type { DesiredAgent } from '@cloudgreet/core'
import type { AgentCreateParams } from 'retell-sdk/resources/agent'
import type { LlmCreateParams } from 'retell-sdk/resources/llm'

import { toAgentName } from '../../domain/agent-name.ts'

/** Milliseconds that one of our functions may take: a caller waits on the line. */
const functionTimeoutMs = 10_000

/** What the language model behind an agent is told. */
export function toLlmParams(desired: DesiredAgent) {
  return {
    begin_message: desired.greeting,
    general_prompt: desired.prompt,
    start_speaker: 'agent',
    default_dynamic_variables: { business_id: desired.businessId, business_name: desired.businessName },
    general_tools: desired.functions.map((definition) => toTool(definition, desired.functionsUrl)),
  } satisfies LlmCreateParams
}

/** How the agent sounds, and where its events go. */
export function toAgentParams(desired: DesiredAgent) {
  return {
    agent_name: toAgentName(desired.businessName, desired.businessId),
    voice_id: desired.voice,
    timezone: desired.timeZone,
    webhook_url: desired.webhook.url,
    webhook_events: desired.webhook.events as NonNullable<AgentCreateParams['webhook_events']>,
    webhook_timeout_ms: desired.webhook.timeoutMs,
  } satisfies Partial<AgentCreateParams>
}

/** Retries are off: the agent hears that the function failed, and asks again or takes a message. */
function toTool({ name, description, parameters }: DesiredAgent['functions'][number], functionsUrl: string) {
  return {
    type: 'custom' as const,
    name,
    description,
    url: `${functionsUrl}/${name}`,
    method: 'POST' as const,
    parameters: parameters as unknown as RetellParameters,
    speak_after_execution: true,
    speak_during_execution: true,
    timeout_ms: functionTimeoutMs,
    max_retry: 0,
  }
}

type CustomTool = Extract<NonNullable<LlmCreateParams['general_tools']>[number], { type: 'custom' }>
type RetellParameters = NonNullable<CustomTool['parameters']>
