import { type RepeatingTask, startRepeatingTask } from '@cloudgreet/core'

import { type AgentChecks, startAgentChecks } from './agent-checks.ts'
import type { Services } from './composition/compose-services.ts'
import { startDeliveryLookUp } from './delivery-look-up.ts'
import { startHousekeeping } from './housekeeping.ts'

/** How often the secrets file is read again, in milliseconds: a removed secret is refused within five seconds. */
const secretsIntervalMs = 2_000

/** What runs beside the requests: durable workflows, the relay that starts them, retries of stored webhooks. */
export interface BackgroundWork {
  /** Reads the secrets file at once. */
  reloadSecrets(): void
  stop(): Promise<void>
}

/** Takes up what an earlier run left, then works until stopped. */
export async function startBackgroundWork(services: Services): Promise<BackgroundWork> {
  const { engine, workflows, registration, relay, retries, replay, bus, timer, logger } = services
  for (const workflow of workflows) engine.register(workflow)
  await engine.launch()
  const resumed = await registration?.resumeUnfinished()
  if (resumed) logger.info('Registrations taken up again', { resumed })
  const secretsTask = startReadingSecrets(services)
  const tasks: Pick<RepeatingTask, 'stop'>[] = [
    relay.start({ bus, timer }),
    retries.start(timer),
    startHousekeeping(services),
    replay.start(timer),
    ...(secretsTask === undefined ? [] : [secretsTask]),
    ...startChecks(services),
    startDeliveryLookUp({ ...services, reports: services.vendors.reports }),
  ]
  return {
    reloadSecrets: () => secretsTask?.trigger(),
    stop: async () => {
      await Promise.all(tasks.map((task) => task.stop()))
      await engine.stop()
    },
  }
}

/** Undefined without a secrets file: the environment of a process does not change. */
function startReadingSecrets({ settings, liveSecrets, timer, logger }: Services): RepeatingTask | undefined {
  if (settings.CLOUDGREET_SECRETS_FILE === undefined) return undefined
  return startRepeatingTask({
    name: 'Reading the secrets file',
    run: () => liveSecrets.reload(),
    intervalMs: secretsIntervalMs,
    timer,
    logger,
  })
}

function startChecks({ agentUpkeep: upkeep, settings, timer, logger }: Services): readonly AgentChecks[] {
  const intervalMs = settings.CLOUDGREET_AGENT_CHECK_MINUTES * 60_000
  if (upkeep === undefined || intervalMs === 0) return []
  return [startAgentChecks({ upkeep, intervalMs, random: Math.random, timer, logger })]
}
