/** Faults of an answer to an API call. `…_but_done`: the effect happens all the same. */
export const answerFaults = [
  'timeout',
  'timeout_but_done',
  '401',
  '402',
  '429',
  '500',
  '500_but_done',
  'delay',
  /** Refused with the Telnyx code that the fault names. */
  'error',
] as const

/** Faults of a text's delivery (`telnyx.messages.deliver`): it fails with a code, comes late, or its end is never told. */
export const textFaults = ['error', 'delay', 'silence'] as const

/** Faults of a webhook's delivery. */
export const deliveryFaults = ['duplicate', 'reorder', 'delay', 'tamper', 'stale'] as const

export const faultKinds = [...new Set([...answerFaults, ...textFaults, ...deliveryFaults])]
export type FaultKind = (typeof answerFaults)[number] | (typeof textFaults)[number] | (typeof deliveryFaults)[number]

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
    const struck = this.#faults.find((fault) => fits(fault.target, operation))
    if (struck === undefined) return undefined
    this.#faults = this.#faults.flatMap((fault) => {
      if (fault !== struck) return [fault]
      return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : []
    })
    return struck
  }
}

function fits(target: string, operation: string): boolean {
  return target.endsWith('*') ? operation.startsWith(target.slice(0, -1)) : target === operation
}
