import type { AgentDrift, AgentDriftField, AgentFunction, AgentState, CallRoute, DesiredAgent } from '@cloudgreet/core'

import type { ActualAgent, ActualNumber } from '../ports/agent-vendor.ts'
import { toAgentName } from './agent-name.ts'

/** Everything at the vendors and in our rows that one business's agent consists of. */
export interface ActualState {
  /** What callers meet; undefined when the business has no agent. */
  readonly agent: ActualAgent | undefined
  /** All agents of the business, this one included. */
  readonly agentIds: readonly string[]
  /** Undefined when the carrier's account does not hold the number. */
  readonly number: ActualNumber | undefined
}

/** What the business and our own rows say. */
export interface WantedState {
  readonly desired: DesiredAgent
  readonly isPaused: boolean
  readonly hasNumber: boolean
  readonly route: CallRoute
  readonly recordedAgentId: string | undefined
}

/** What is not as it should be, each with its repair. Pure. */
export function diffState(wanted: WantedState, actual: ActualState): readonly AgentDrift[] {
  const { agent, agentIds } = actual
  const config = agent === undefined ? [drift('missing', 'create')] : diffAgent(wanted.desired, agent)
  return [
    ...config,
    ...(agent !== undefined && agent.agentId !== wanted.recordedAgentId ? [drift('agent_not_recorded', 'record')] : []),
    ...(agentIds.length > 1 ? [drift('duplicate_agent', 'remove_duplicate')] : []),
    ...diffNumber(wanted, actual),
  ]
}

/** How the agent's own configuration differs from the desired one. Pure. */
export function diffAgent(desired: DesiredAgent, actual: ActualAgent): readonly AgentDrift[] {
  const { webhook } = desired
  const isEqual: Partial<Record<AgentDriftField, boolean>> = {
    not_published: actual.isPublished,
    name: actual.name === toAgentName(desired.businessName, desired.businessId),
    greeting: actual.greeting === desired.greeting,
    prompt: actual.prompt === desired.prompt,
    voice: actual.voice === desired.voice,
    time_zone: actual.timeZone === desired.timeZone,
    functions: areSameFunctions(desired, actual),
    webhook_url: actual.webhookUrl === webhook.url,
    webhook_events: toCanonical(actual.webhookEvents.toSorted()) === toCanonical(webhook.events.toSorted()),
    webhook_timeout: actual.webhookTimeoutMs === webhook.timeoutMs,
  }
  const fields = Object.keys(isEqual) as AgentDriftField[]
  return fields.filter((field) => isEqual[field] === false).map((field) => drift(field, 'update'))
}

/** The worst that the drift says of the agent. Pure. */
export function toAgentState(drifts: readonly AgentDrift[], isPaused: boolean): AgentState {
  const fields = drifts.map(({ field }) => field)
  if (fields.includes('missing')) return 'missing'
  if (fields.some((field) => unreachable.has(field))) return 'inactive'
  if (fields.length > 0) return 'drifted'
  return isPaused ? 'paused' : 'active'
}

const unreachable: ReadonlySet<AgentDriftField> = new Set([
  'not_published',
  'no_number',
  'number_not_owned',
  'number_not_connected',
  'wrong_agent_on_number',
])

function diffNumber(wanted: WantedState, { agent, number }: ActualState): readonly AgentDrift[] {
  if (!wanted.hasNumber) return [drift('no_number', 'by_hand')]
  if (number === undefined) return [drift('number_not_owned', 'by_hand')]
  const texts = number.areTextsConnected ? [] : [drift('texts_not_connected', 'connect_number')]
  if (!number.areCallsConnected) return [drift('number_not_connected', 'connect_number'), ...texts]
  return wanted.route === 'trunk' ? [...diffBinding(wanted.isPaused, number, agent), ...texts] : texts
}

/** The agent that the number is tied to. On the other route the server itself chooses it, call by call. */
function diffBinding(isPaused: boolean, number: ActualNumber, agent: ActualAgent | undefined): readonly AgentDrift[] {
  const { agentIds } = number
  if (isPaused) return agentIds.length === 0 ? [] : [drift('answers_while_paused', 'detach_agent')]
  if (agentIds.length === 0) return [drift('number_not_connected', 'connect_number')]
  if (agentIds.some((agentId) => agentId !== agent?.agentId)) return [drift('wrong_agent_on_number', 'connect_number')]
  return [
    ...(number.isLatestPublished ? [] : [drift('number_version_pinned', 'connect_number')]),
    ...(number.areCallsAnnounced ? [] : [drift('inbound_webhook_url', 'connect_number')]),
  ]
}

function areSameFunctions(desired: DesiredAgent, actual: ActualAgent): boolean {
  const wanted = desired.functions.map((definition) => ({
    ...toPlain(definition),
    url: `${desired.functionsUrl}/${definition.name}`,
  }))
  const found = actual.functions.map((definition) => ({ ...toPlain(definition), url: definition.url }))
  return toCanonical(wanted.map(toCanonical).toSorted()) === toCanonical(found.map(toCanonical).toSorted())
}

function toPlain({ name, description, parameters }: AgentFunction): AgentFunction {
  return { name, description, parameters }
}

/** JSON with the keys of each object in order: two values are equal when their texts are. */
function toCanonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  )
}

function drift(field: AgentDriftField, repair: AgentDrift['repair']): AgentDrift {
  return { field, repair }
}
