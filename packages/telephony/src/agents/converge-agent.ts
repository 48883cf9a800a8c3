import type { AgentDriftField, AgentInspection, AgentRepairKind, BusinessId } from '@cloudgreet/core'

import { type AgentLook, type AgentSight, lookAtAgent, toInspection } from './look-at-agent.ts'

/** After this many looks an agent that still drifts is being changed by somebody else. */
const mostRounds = 4

export type Convergence = {
  /** What was not as it should be and was repaired, each once. */
  readonly repaired: readonly AgentDriftField[]
  readonly inspection: AgentInspection
}

type Repair = (sight: AgentSight, look: AgentLook) => Promise<void>

/**
 * Makes the agent as it should be: looks, repairs, looks again. Each repair may be done twice, and none is done blindly,
 * so it can be interrupted anywhere and run again. Undefined for a business that does not exist or is not open.
 *
 * @param beforeEffect - called before each change at a vendor; what it throws ends the work
 */
export async function convergeAgent(
  sight: AgentSight,
  business: BusinessId,
  beforeEffect: () => Promise<void>,
): Promise<Convergence | undefined> {
  const repaired = new Set<AgentDriftField>()
  let look = await lookAtAgent(sight, business)
  for (let round = 1; round <= mostRounds && look !== undefined; round += 1) {
    const kinds = findRepairs(look)
    if (kinds.length === 0) break
    for (const kind of kinds) {
      await beforeEffect()
      await repairs[kind](sight, look)
      for (const drift of look.drift) if (drift.repair === kind) repaired.add(drift.field)
    }
    look = await lookAtAgent(sight, business)
  }
  return look === undefined ? undefined : { repaired: [...repaired], inspection: toInspection(look) }
}

type SafeRepair = Exclude<AgentRepairKind, 'by_hand'>

/** Events must find their business before calls come, and a duplicate goes once no number points at it. */
const order: readonly SafeRepair[] = ['update', 'record', 'connect_number', 'detach_agent', 'remove_duplicate']

/** An agent is made alone: everything else is looked at again once it is there. */
function findRepairs({ drift }: AgentLook): readonly SafeRepair[] {
  const wanted = new Set(drift.map(({ repair }) => repair))
  return wanted.has('create') ? ['create'] : order.filter((kind) => wanted.has(kind))
}

const repairs: Readonly<Record<SafeRepair, Repair>> = {
  create: async ({ vendor }, { desired }) => {
    await vendor.createAgent(desired)
  },
  update: async ({ vendor }, { agent, desired }) => {
    if (agent !== undefined) await vendor.updateAgent(agent.agentId, desired)
  },
  record: async ({ records }, { agent, desired }) => {
    if (agent !== undefined) await records.setAgentId(desired.businessId, agent.agentId)
  },
  connect_number: async ({ vendor }, { agent, route, record: { settings, number } }) => {
    if (agent === undefined || number === undefined) return
    await vendor.connectNumber({ businessId: settings.businessId, number, agentId: agent.agentId, route })
  },
  detach_agent: async ({ vendor }, { record: { number } }) => {
    if (number !== undefined) await vendor.detachAgent(number)
  },
  remove_duplicate: async ({ vendor }, { agent, agentIds }) => {
    for (const agentId of agentIds) if (agentId !== agent?.agentId) await vendor.removeAgent(agentId)
  },
}
