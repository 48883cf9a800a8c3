import type { Json } from '@cloudgreet/core'

/** What the model hears of a function: words to say, and what it may need for the next one. */
export interface FunctionAnswer {
  readonly ok: boolean
  /** `booked`, `slot_taken`, `no_forward_number`, … */
  readonly code: string
  /** A sentence or two that can be spoken as they are. */
  readonly say: string
  readonly [detail: string]: Json | undefined
}

/** An answer, and whether something was done for it. */
export interface FunctionResult {
  readonly answer: FunctionAnswer
  /** True: a repeat in the same call gets the same answer and does nothing more. Default: false. */
  readonly isFinal?: boolean
  readonly subjectId?: string | undefined
}

export function refuse(code: string, say: string, details: Readonly<Record<string, Json>> = {}): FunctionResult {
  return { answer: { ok: false, code, say, ...details } }
}
