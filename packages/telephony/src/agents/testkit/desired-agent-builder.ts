import type { AgentSettings, BusinessId, DesiredAgent, PhoneNumber } from '@cloudgreet/core'
import { toAgentRecord } from '@cloudgreet/core/testkit'

import { toDesiredAgent } from '../domain/to-desired-agent.ts'

const businessId = '00000000-0000-7000-8000-00000000b001' as BusinessId
const number = '+18005550100' as PhoneNumber

/** Settings of a dental office that has changed nothing yet. */
export function buildAgentSettings(changes: Partial<AgentSettings> = {}): AgentSettings {
  const { settings } = toAgentRecord(businessId, number)
  return { ...settings, ...changes }
}

/** The agent of such settings, with one function and every event. */
export function buildDesiredAgent(changes: Partial<AgentSettings> = {}): DesiredAgent {
  return toDesiredAgent(buildAgentSettings(changes), testAgentSetup)
}

/** What the agents of all businesses share, in tests. */
export const testAgentSetup = {
  functions: [
    {
      name: 'take_message',
      description: 'Takes a message.',
      parameters: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
    },
  ],
  functionsUrl: 'http://127.0.0.1:9/api/retell/functions',
  webhook: {
    url: 'http://127.0.0.1:9/api/retell/webhook',
    events: ['call_started', 'call_ended', 'call_analyzed', 'transcript_updated'],
    timeoutMs: 10_000,
  },
  voice: 'retell-Cimo',
} as const
