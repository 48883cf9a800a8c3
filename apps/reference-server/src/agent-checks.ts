import { type Logger, type RepeatingTask, startRepeatingTask, type Timer } from '@cloudgreet/core'
import type { AgentUpkeep } from '@cloudgreet/telephony'

export interface AgentChecksOptions {
  readonly upkeep: Pick<AgentUpkeep, 'checkAll'>
  readonly intervalMs: number
  /** From 0 to below 1. */
  readonly random: () => number
  readonly timer: Timer
  readonly logger: Logger
}

/**
 * Looks at all agents once an interval. The first time comes at a random moment of the first interval, so that servers
 * started together do not ask the vendors together.
 */
export function startAgentChecks({ upkeep, intervalMs, random, timer, logger }: AgentChecksOptions): AgentChecks {
  const ending = new AbortController()
  const run = async () => {
    const counts = await upkeep.checkAll({ signal: ending.signal })
    logger.info('Agents checked', { ...counts })
  }
  let task: RepeatingTask | undefined
  const callOff = timer.after(random() * intervalMs, () => {
    task = startRepeatingTask({ name: 'Check of agents', run, intervalMs, timer, logger })
  })
  return {
    stop: async () => {
      ending.abort()
      callOff()
      await task?.stop()
    },
  }
}

export type AgentChecks = Pick<RepeatingTask, 'stop'>
