import type { DescribeAgent } from '@cloudgreet/core'
import { agentFunctions, type AgentSetup, toDesiredAgent } from '@cloudgreet/telephony'

/** Says what the agents are to be whose vendor reaches this server at the URL. */
export function createDescribeAgent(publicBaseUrl: string): DescribeAgent {
  const setup: AgentSetup = {
    functions: agentFunctions,
    functionsUrl: `${publicBaseUrl}/api/retell/functions`,
    webhook: { url: `${publicBaseUrl}/api/retell/webhook`, events: webhookEvents, timeoutMs: 10_000 },
    voice: 'retell-Cimo',
  }
  return (settings) => toDesiredAgent(settings, setup)
}

/** `transcript_updated` makes the words appear while people talk; the transfers tell where a call went. */
const webhookEvents = [
  'call_started',
  'call_ended',
  'call_analyzed',
  'transcript_updated',
  'transfer_started',
  'transfer_bridged',
  'transfer_cancelled',
  'transfer_ended',
] as const
