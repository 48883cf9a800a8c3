import type { AgentInspection, AgentRecords, BusinessId, Logger } from '@cloudgreet/core'

const pageSize = 100

/** How long one repair is waited for before the next agent's turn, in milliseconds; it goes on. */
const repairWaitMs = 5_000

export interface AgentCheckOptions {
  /** How many agents are looked at at the same time. Default: 4. */
  readonly concurrency?: number
  /** Ends the check early; agents not looked at have their turn next time. */
  readonly signal?: AbortSignal
}

export interface CheckAgentsOptions extends AgentCheckOptions {
  readonly records: AgentRecords
  readonly logger: Logger
  readonly inspectAgent: (business: BusinessId) => Promise<AgentInspection | undefined>
  readonly repairAgent: (business: BusinessId, options: { readonly waitMs: number }) => Promise<unknown>
}

/** What came of a check of all agents. */
export interface AgentCheckCounts {
  readonly checked: number
  readonly drifted: number
  /** Those that could not be looked at. */
  readonly failed: number
}

type Verdict = 'clean' | 'drifted' | 'failed' | 'closed'

/** One agent that cannot be looked at holds up no other. */
export async function checkAgents(options: CheckAgentsOptions): Promise<AgentCheckCounts> {
  const verdicts: Verdict[] = []
  let after: BusinessId | undefined
  for (;;) {
    const page = await options.records.listOpen({ after, limit: pageSize })
    verdicts.push(...(await checkPage(options, page)))
    after = page.at(-1)
    if (after === undefined || page.length < pageSize || options.signal?.aborted === true) break
  }
  const count = (verdict: Verdict) => verdicts.filter((found) => found === verdict).length
  return { checked: count('clean') + count('drifted'), drifted: count('drifted'), failed: count('failed') }
}

async function checkPage(options: CheckAgentsOptions, page: readonly BusinessId[]): Promise<readonly Verdict[]> {
  const waiting = [...page]
  const verdicts: Verdict[] = []
  const work = async (): Promise<void> => {
    for (let business = waiting.shift(); business !== undefined; business = waiting.shift()) {
      if (options.signal?.aborted === true) return
      verdicts.push(await checkAgent(options, business))
    }
  }
  await Promise.all(Array.from({ length: options.concurrency ?? 4 }, work))
  return verdicts
}

async function checkAgent(
  { logger, inspectAgent, repairAgent }: CheckAgentsOptions,
  business: BusinessId,
): Promise<Verdict> {
  try {
    const inspection = await inspectAgent(business)
    if (inspection === undefined) return 'closed'
    if (inspection.drift.length === 0) return 'clean'
    const { state, drift } = inspection
    const fields = drift.map(({ field }) => field)
    logger.warn('Agent is not as it should be', { businessId: business, state, drift: fields })
    if (drift.some(({ repair }) => repair !== 'by_hand')) await repairAgent(business, { waitMs: repairWaitMs })
    return 'drifted'
  } catch (error) {
    logger.error('Agent could not be checked', { businessId: business, error })
    return 'failed'
  }
}
