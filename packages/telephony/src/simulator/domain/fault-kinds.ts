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
