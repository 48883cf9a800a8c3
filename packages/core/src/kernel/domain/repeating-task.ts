import type { Logger } from '../ports/logger.ts'
import type { Timer } from '../ports/timer.ts'

export interface RepeatingTaskSettings {
  /** Names the task in log lines. */
  readonly name: string
  readonly run: () => Promise<unknown>
  /** Longest pause between two runs, in milliseconds. */
  readonly intervalMs: number
  readonly timer: Timer
  readonly logger: Logger
}

/** Work that repeats: at once when asked, and at least every interval. Two runs never overlap. */
export interface RepeatingTask {
  /** Asks for a run soon. During a run it asks for one more. */
  trigger(): void
  /** Ends the repetition and waits for the run that is on. */
  stop(): Promise<void>
}

/** Starts with a first run. A run that throws is logged; the next one comes all the same. */
export function startRepeatingTask({ name, run, intervalMs, timer, logger }: RepeatingTaskSettings): RepeatingTask {
  let stopped = false
  let asked = false
  let running: Promise<void> | undefined
  let cancelWait = (): void => {}

  async function runOnce(): Promise<void> {
    try {
      await run()
    } catch (error) {
      logger.error(`${name} failed`, { error })
    }
    running = undefined
    if (stopped) return
    if (asked) start()
    else cancelWait = timer.after(intervalMs, start)
  }

  function start(): void {
    if (stopped) return
    asked = running !== undefined
    if (asked) return
    cancelWait()
    running = runOnce()
  }

  start()
  return {
    trigger: start,
    stop: async () => {
      stopped = true
      cancelWait()
      await running
    },
  }
}
