import type { RepeatingTask } from '@cloudgreet/core'

import type { Services } from './composition.ts'
import { startHousekeeping } from './housekeeping.ts'

/** What runs beside the requests: durable workflows, the relay that starts them, retries of stored webhooks. */
export interface BackgroundWork {
  stop(): Promise<void>
}

/** Takes up what an earlier run left, then works until stopped. */
export async function startBackgroundWork(services: Services): Promise<BackgroundWork> {
  const { engine, registration, answerText, relay, retries, bus, timer, logger } = services
  for (const workflow of registration?.workflows ?? []) engine.register(workflow)
  if (answerText !== undefined) engine.register(answerText)
  await engine.launch()
  const resumed = await registration?.resumeUnfinished()
  if (resumed) logger.info('Registrations taken up again', { resumed })
  const tasks: RepeatingTask[] = [relay.start({ bus, timer }), retries.start(timer), startHousekeeping(services)]
  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.stop()))
      await engine.stop()
    },
  }
}
