import type { DescribeAgent } from '@cloudgreet/core'
import { agentFunctions, type AgentSetup, toDesiredAgent } from '@cloudgreet/telephony'
import { retellCallEventTypes } from '@cloudgreet/telephony/retell'

/** Says what the agents are to be whose vendor reaches this server at the URL. */
export function createDescribeAgent(publicBaseUrl: string): DescribeAgent {
  const setup: AgentSetup = {
    functions: agentFunctions,
    functionsUrl: `${publicBaseUrl}/api/retell/functions`,
    webhook: { url: `${publicBaseUrl}/api/retell/webhook`, events: retellCallEventTypes, timeoutMs: 10_000 },
    voice: 'retell-Cimo',
  }
  return (settings) => toDesiredAgent(settings, setup)
}
