import type { FaultKind } from './fault-kinds.ts'
import { coversTarget, faultKindsOf } from './fault-targets.ts'

export interface Fault {
  /**
   * Name of an operation (`telnyx.messages.send`), or of a vendor's deliveries (`retell.webhooks`). A `*` at the
   * end stands for anything.
   */
  readonly target: string
  readonly kind: FaultKind
  /** How many times it strikes. */
  readonly times: number
  /** For `delay`, in milliseconds. */
  readonly delayMs: number
  /** For `error`: `40329`. */
  readonly code?: string | undefined
}

/** The faults that are still to strike, in the order they were asked for. */
export class FaultPlan {
  #faults: readonly Fault[] = []

  add(fault: Fault): void {
    this.#faults = [...this.#faults, fault]
  }

  clear(): void {
    this.#faults = []
  }

  list(): readonly Fault[] {
    return this.#faults
  }

  /** Uses up one strike of the first fault that fits. */
  take(operation: string): Fault | undefined {
    const possible = faultKindsOf(operation)
    const struck = this.#faults.find(({ target, kind }) => coversTarget(target, operation) && possible.includes(kind))
    if (struck === undefined) return undefined
    this.#faults = this.#faults.flatMap((fault) => {
      if (fault !== struck) return [fault]
      return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : []
    })
    return struck
  }
}
