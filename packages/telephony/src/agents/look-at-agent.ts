import type {
  AgentDrift,
  AgentInspection,
  AgentRecord,
  AgentRecords,
  BusinessId,
  CallRoute,
  DescribeAgent,
  DesiredAgent,
  PhoneNumber,
} from '@cloudgreet/core'

import { diffState, toAgentState } from './domain/diff-agent.ts'
import { checkAgentConfig } from './domain/spoken-phrases.ts'
import type { ActualAgent, ActualNumber, AgentVendor } from './ports/agent-vendor.ts'

export interface AgentSight {
  readonly vendor: AgentVendor
  readonly records: AgentRecords
  readonly describeAgent: DescribeAgent
  /** Which way calls to the number go. */
  readonly routeOf: (business: BusinessId, number: PhoneNumber) => Promise<CallRoute>
}

/** Everything known of one business's agent at one moment. */
export interface AgentLook {
  readonly record: AgentRecord
  readonly route: CallRoute
  readonly desired: DesiredAgent
  readonly agent: ActualAgent | undefined
  /** All agents of the business, `agent` included. */
  readonly agentIds: readonly string[]
  readonly drift: readonly AgentDrift[]
}

/** Reads our rows and the vendors. Undefined for a business that does not exist or is not open. */
export async function lookAtAgent(
  { vendor, records, describeAgent, routeOf }: AgentSight,
  business: BusinessId,
): Promise<AgentLook | undefined> {
  const record = await records.find(business)
  if (record === undefined) return undefined
  const desired = describeAgent(record.settings)
  const route = record.number === undefined ? 'trunk' : await routeOf(business, record.number)
  const number = record.number === undefined ? undefined : await vendor.readNumber(record.number, route)
  const found = await findAgents(vendor, { record, number })
  const wanted = {
    desired,
    isPaused: record.isPaused,
    hasNumber: record.number !== undefined,
    route,
    recordedAgentId: record.agentId,
  }
  return { record, route, desired, ...found, drift: diffState(wanted, { ...found, number }) }
}

export function toInspection({ record, agent, drift }: AgentLook): AgentInspection {
  const { businessId } = record.settings
  return {
    businessId,
    state: toAgentState(drift, record.isPaused),
    agentId: agent?.agentId,
    drift,
    missingPhrases: checkAgentConfig(agent ?? { greeting: '', prompt: '' }),
    repairCommand: `npm run repair-agent -- ${businessId}`,
  }
}

/** The recorded agent counts even when somebody took our id out of its name: it must not be made again. */
async function findAgents(
  vendor: AgentVendor,
  { record, number }: { readonly record: AgentRecord; readonly number: ActualNumber | undefined },
): Promise<Pick<AgentLook, 'agent' | 'agentIds'>> {
  const named = await vendor.listAgents(record.settings.businessId)
  const recorded = record.agentId === undefined ? undefined : await vendor.readAgent(record.agentId)
  const agentIds = [...new Set([...(recorded === undefined ? [] : [recorded.agentId]), ...named])]
  const chosen = recorded?.agentId ?? number?.agentIds.find((agentId) => named.includes(agentId)) ?? named[0]
  if (chosen === undefined) return { agent: undefined, agentIds }
  return { agent: recorded ?? (await vendor.readAgent(chosen)), agentIds }
}
