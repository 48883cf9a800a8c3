import type { Timer } from '../../ports/timer.ts'

/** The machine's timers. They do not keep the process alive. */
export const systemTimer: Timer = {
  after: (delayMs, work) => {
    const handle = setTimeout(work, delayMs)
    handle.unref()
    return () => clearTimeout(handle)
  },
}
