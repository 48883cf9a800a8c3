import { describe, expect, it } from 'vitest'

import type { ActualAgent, ActualNumber } from '../ports/agent-vendor.ts'
import { buildDesiredAgent } from '../testkit/desired-agent-builder.ts'
import { toAgentName } from './agent-name.ts'
import { type ActualState, diffState, toAgentState, type WantedState } from './diff-agent.ts'

const desired = buildDesiredAgent()
const agent: ActualAgent = {
  agentId: 'agent_1',
  isPublished: true,
  name: toAgentName(desired.businessName, desired.businessId),
  greeting: desired.greeting,
  prompt: desired.prompt,
  voice: desired.voice,
  timeZone: desired.timeZone,
  functions: desired.functions.map((definition) => ({
    ...definition,
    parameters: Object.fromEntries(Object.entries(definition.parameters).toReversed()),
    url: `${desired.functionsUrl}/${definition.name}`,
  })),
  webhookUrl: desired.webhook.url,
  webhookEvents: desired.webhook.events.toReversed(),
  webhookTimeoutMs: desired.webhook.timeoutMs,
}
const number: ActualNumber = {
  areCallsConnected: true,
  areTextsConnected: true,
  agentIds: ['agent_1'],
  isLatestPublished: true,
  areCallsAnnounced: true,
}
const wanted: WantedState = {
  desired,
  isPaused: false,
  hasNumber: true,
  route: 'trunk',
  recordedAgentId: 'agent_1',
}
const actual: ActualState = { agent, agentIds: ['agent_1'], number }

function describeDrift(changes: { wanted?: Partial<WantedState>; actual?: Partial<ActualState> }) {
  const isPaused = changes.wanted?.isPaused ?? false
  const drift = diffState({ ...wanted, ...changes.wanted }, { ...actual, ...changes.actual })
  return [toAgentState(drift, isPaused), ...drift.map(({ field, repair }) => `${field}: ${repair}`)]
}

describe('diffState', () => {
  it('finds nothing where only the order of things differs', () => {
    expect(describeDrift({})).toEqual(['active'])
  })

  it.each<[Partial<ActualAgent>, string, string]>([
    [{ isPublished: false }, 'inactive', 'not_published'],
    [{ name: 'Old name' }, 'drifted', 'name'],
    [{ greeting: 'Hi' }, 'drifted', 'greeting'],
    [{ prompt: '' }, 'drifted', 'prompt'],
    [{ voice: 'other' }, 'drifted', 'voice'],
    [{ timeZone: undefined }, 'drifted', 'time_zone'],
    [{ functions: [] }, 'drifted', 'functions'],
    [{ webhookUrl: undefined }, 'drifted', 'webhook_url'],
    [{ webhookEvents: [] }, 'drifted', 'webhook_events'],
    [{ webhookTimeoutMs: 1 }, 'drifted', 'webhook_timeout'],
  ])('names what differs in an agent with %j', (changes, state, field) => {
    expect(describeDrift({ actual: { agent: { ...agent, ...changes } } })).toEqual([state, `${field}: update`])
  })

  it.each<[Partial<ActualNumber> | undefined, readonly string[]]>([
    [undefined, ['inactive', 'number_not_owned: by_hand']],
    [{ areCallsConnected: false }, ['inactive', 'number_not_connected: connect_number']],
    [{ agentIds: [] }, ['inactive', 'number_not_connected: connect_number']],
    [{ agentIds: ['agent_1', 'agent_9'] }, ['inactive', 'wrong_agent_on_number: connect_number']],
    [{ isLatestPublished: false }, ['drifted', 'number_version_pinned: connect_number']],
    [{ areCallsAnnounced: false }, ['drifted', 'inbound_webhook_url: connect_number']],
    [{ areTextsConnected: false }, ['drifted', 'texts_not_connected: connect_number']],
  ])('names what is wrong with a number that is %j', (changes, expected) => {
    expect(describeDrift({ actual: { number: changes && { ...number, ...changes } } })).toEqual(expected)
  })

  it('names what is missing on our side', () => {
    const gone = { agent: undefined, agentIds: [], number: { ...number, agentIds: [] } }
    expect(describeDrift({ actual: gone })).toEqual([
      'missing',
      'missing: create',
      'number_not_connected: connect_number',
    ])
    expect(describeDrift({ wanted: { recordedAgentId: undefined } })).toEqual(['drifted', 'agent_not_recorded: record'])
    expect(describeDrift({ wanted: { hasNumber: false } })).toEqual(['inactive', 'no_number: by_hand'])
    expect(describeDrift({ actual: { agentIds: ['agent_1', 'agent_2'] } })).toEqual([
      'drifted',
      'duplicate_agent: remove_duplicate',
    ])
  })

  it('wants no agent on the number of a paused business, and every other thing in order', () => {
    const paused = { isPaused: true }
    expect(describeDrift({ wanted: paused, actual: { number: { ...number, agentIds: [] } } })).toEqual(['paused'])
    expect(describeDrift({ wanted: paused })).toEqual(['drifted', 'answers_while_paused: detach_agent'])
  })

  it('leaves the agent to the server where calls come through it', () => {
    const through = { route: 'call-control' as const }
    expect(describeDrift({ wanted: through, actual: { number: { ...number, agentIds: [] } } })).toEqual(['active'])
  })
})
