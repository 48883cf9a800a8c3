import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { WakeUpBus } from '../ports/wake-up-bus.ts'

/** Wakes the readers of this process only: enough for one process. */
export function createLocalWakeUpBus(): WakeUpBus {
  const listeners = new Set<(business: BusinessId) => void>()
  return {
    wake: (business) => {
      for (const listener of listeners) callSafely(listener, business)
    },
    subscribe: (listener) => {
      const own = (business: BusinessId): void => listener(business)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    close: async () => listeners.clear(),
  }
}

/** A listener that fails harms neither the others nor the one who wakes. */
function callSafely(listener: (business: BusinessId) => void, business: BusinessId): void {
  try {
    listener(business)
  } catch {
    // What this listener lost, its own poll finds.
  }
}
