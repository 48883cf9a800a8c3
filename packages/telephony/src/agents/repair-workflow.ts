import {
  type AgentDriftField,
  type AgentInspection,
  type BusinessId,
  type Clock,
  isWorthAnotherTry,
  type Json,
  type Logger,
  type RetryPolicy,
  StepError,
  UnavailableError,
  type Workflow,
  type WorkflowContext,
} from '@cloudgreet/core'

import { convergeAgent } from './converge-agent.ts'
import type { AgentSight } from './look-at-agent.ts'

/** Names the workflow in outbox rows and in the engine: it never changes. */
export const repairAgentName = 'repair_agent'

export type RepairInput = {
  readonly businessId: BusinessId
  /** `changedAt`, ISO 8601: the change of settings that the repair follows. Later changes have repairs of their own. */
  readonly data?: { readonly [name: string]: Json | undefined }
}

export type RepairResult =
  | {
      readonly outcome: 'done'
      /** What was not as it should be and was repaired. Empty: nothing was to do. */
      readonly repaired: readonly AgentDriftField[]
      readonly inspection: AgentInspection
    }
  /** `superseded`: a later change has its own repair. `busy`: another repair did not end in time. */
  | { readonly outcome: 'superseded' | 'busy' | 'no_business' }
  | { readonly outcome: 'failed'; readonly code: string }

export interface RepairWorkflowOptions extends AgentSight {
  readonly clock: Clock
  readonly logger: Logger
  /** How long settings must rest before they are applied, in milliseconds. Default: 2,000. */
  readonly settleMs?: number | undefined
}

/** Longer than any one change at the vendors takes, time-outs included, in milliseconds. */
const holdMs = 120_000
const claimPauseMs = 2_000
const mostClaims = 70
const databaseRetry: RetryPolicy = { maxAttempts: 10, intervalMs: 1_000 }
/** Seven tries in about a minute; the next check of all agents comes in any case. */
const vendorRetry: RetryPolicy = { maxAttempts: 7, intervalMs: 1_000, shouldRetry: isWorthAnotherTry }

/**
 * Makes one agent as it should be, through lost answers and crashes, alone: of two repairs of a business the later
 * waits, so that no agent is made twice.
 */
export function createRepairWorkflow(options: RepairWorkflowOptions): Workflow<RepairInput, RepairResult> {
  const { records, settleMs = 2_000 } = options
  return {
    name: repairAgentName,
    async run(context, { businessId, data }) {
      const changedAt = data?.['changedAt']
      if (typeof changedAt === 'string') await context.sleep(settleMs)
      const start = await context.step('begin', () => decideStart(options, businessId, changedAt), databaseRetry)
      if (start !== 'needed') return { outcome: start }
      if (!(await waitForClaim(context, options, businessId))) return { outcome: 'busy' }
      const result = await repair(context, options, businessId)
      await context.step('release', () => records.release(businessId, context.id), databaseRetry)
      return result
    },
  }
}

async function decideStart(
  { records }: RepairWorkflowOptions,
  business: BusinessId,
  changedAt: Json | undefined,
): Promise<'needed' | 'superseded' | 'no_business'> {
  const record = await records.find(business)
  if (record === undefined) return 'no_business'
  return typeof changedAt === 'string' && record.changedAt > new Date(changedAt) ? 'superseded' : 'needed'
}

async function waitForClaim(
  context: WorkflowContext,
  options: RepairWorkflowOptions,
  business: BusinessId,
): Promise<boolean> {
  for (let attempt = 1; attempt <= mostClaims; attempt += 1) {
    if (await context.step(`claim_${attempt}`, () => claim(options, business, context.id), databaseRetry)) return true
    await context.sleep(claimPauseMs)
  }
  return false
}

function claim({ records, clock }: RepairWorkflowOptions, business: BusinessId, holder: string): Promise<boolean> {
  return records.claim(business, holder, new Date(clock.now().getTime() + holdMs))
}

async function repair(
  context: WorkflowContext,
  options: RepairWorkflowOptions,
  business: BusinessId,
): Promise<RepairResult> {
  try {
    return await context.step('repair', () => repairOnce(options, business, context.id), vendorRetry)
  } catch (error) {
    if (!StepError.isInstance(error)) throw error
    options.logger.error('Agent not repaired', { businessId: business, error })
    return { outcome: 'failed', code: error.code }
  }
}

async function repairOnce(options: RepairWorkflowOptions, business: BusinessId, holder: string): Promise<RepairResult> {
  const { records, logger } = options
  const converged = await convergeAgent(options, business, async () => {
    if (!(await claim(options, business, holder)))
      throw new UnavailableError('agent_claimed', 'Another repair has taken this agent over.', claimPauseMs)
  })
  if (converged === undefined) return { outcome: 'no_business' }
  const { repaired, inspection } = converged
  await records.keepInspection(inspection)
  if (repaired.length > 0) logger.info('Agent repaired', { businessId: business, repaired, state: inspection.state })
  return { outcome: 'done', repaired, inspection }
}
