import type { AgentInspection, AgentInspector, BusinessId, IdSource, Workflow, Workflows } from '@cloudgreet/core'

import { type AgentCheckCounts, type AgentCheckOptions, checkAgents } from './check-agents.ts'
import { lookAtAgent, toInspection } from './look-at-agent.ts'
import {
  createRepairWorkflow,
  repairAgentName,
  type RepairInput,
  type RepairResult,
  type RepairWorkflowOptions,
} from './repair-workflow.ts'

const defaultWaitMs = 15_000

export interface AgentUpkeepOptions extends RepairWorkflowOptions {
  readonly workflows: Workflows
  readonly ids: IdSource
}

/** Keeps the agents of all businesses as they should be. */
export interface AgentUpkeep extends AgentInspector {
  /** Make it known to the engine before its launch. It also serves as follow-up of an event. */
  readonly workflow: Workflow<RepairInput, RepairResult>

  /**
   * Makes the agent exist, be as its business wishes, be published and tied to its number. Done again it changes
   * nothing. `running` when it takes longer than the wait; it goes on.
   *
   * @param options - `waitMs`: default 15,000
   */
  repairAgent(
    business: BusinessId,
    options?: { readonly waitMs?: number },
  ): Promise<RepairResult | { readonly outcome: 'running' }>

  /** Looks at the agents of all open businesses, names what drifts in the log, and repairs what is safe to. */
  checkAll(options?: AgentCheckOptions): Promise<AgentCheckCounts>
}

export function createAgentUpkeep(options: AgentUpkeepOptions): AgentUpkeep {
  const { workflows, ids, records } = options
  const workflow = createRepairWorkflow(options)

  const repairAgent: AgentUpkeep['repairAgent'] = async (business, { waitMs = defaultWaitMs } = {}) => {
    const id = `${repairAgentName}:${business}:${ids.next()}`
    await workflows.start(workflow, id, { businessId: business })
    const state = await workflows.waitFor<RepairResult>(id, waitMs)
    if (state?.status === 'succeeded') return state.output
    return state?.status === 'failed' ? { outcome: 'failed', code: state.errorCode } : { outcome: 'running' }
  }

  const inspectAgent = async (business: BusinessId): Promise<AgentInspection | undefined> => {
    const look = await lookAtAgent(options, business)
    if (look === undefined) return undefined
    const inspection = toInspection(look)
    await records.keepInspection(inspection)
    return inspection
  }

  return {
    workflow,
    repairAgent,
    inspectAgent,
    checkAll: (check = {}) => checkAgents({ ...options, ...check, inspectAgent, repairAgent }),
  }
}
