import { DBOS } from '@dbos-inc/dbos-sdk'

import type { Logger } from '../../../kernel/ports/logger.ts'
import type { ExecutorPresence } from './executor-presence.ts'

const intervalMs = 10_000

export interface ReaperOptions {
  readonly presence: ExecutorPresence
  readonly executorId: string
  /** Workflows of other versions are left alone: this process does not know their steps. */
  readonly applicationVersion: string
  readonly logger: Logger
}

export interface DeadExecutorReaper {
  /** Ends the rounds and waits for the one that is on. */
  stop(): Promise<void>
}

/**
 * Takes over the workflows of executors that died and did not come back: DBOS itself recovers only an executor's own.
 * A living but cut-off executor may be misjudged; DBOS then refuses its checkpoints, and effects are keyed.
 */
export function startDeadExecutorReaper(options: ReaperOptions): DeadExecutorReaper {
  const runRound = () =>
    reap(options).catch((error: unknown) => options.logger.warn('Looking for dead executors failed', { error }))
  let rounds = runRound()
  const timer = setInterval(() => {
    rounds = rounds.then(runRound)
  }, intervalMs)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await rounds
    },
  }
}

async function reap({ presence, executorId: own, applicationVersion, logger }: ReaperOptions): Promise<void> {
  await presence.assert()
  const pending = await DBOS.listWorkflows({
    status: 'PENDING',
    applicationVersion,
    loadInput: false,
    loadOutput: false,
  })
  const executors = new Set(pending.flatMap(({ executorId }) => executorId ?? []).filter((id) => id !== own))
  for (const executorId of executors) {
    const orphans = pending.filter((workflow) => workflow.executorId === executorId)
    await presence.whenDead(executorId, async () => {
      logger.warn('Taking over the workflows of a dead executor', { executorId, count: orphans.length })
      await DBOS.resumeWorkflows(orphans.map(({ workflowID }) => workflowID))
    })
  }
}
