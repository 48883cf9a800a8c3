import { z } from 'zod'

import type { CallTarget } from './controlled-call.ts'

/**
 * What we attach to a command and Telnyx gives back with every later event, under its signature: whose leg it is,
 * and which number of ours was called, for the events that name none.
 */
export type ClientState = {
  /** `call_control_id` of the caller's leg. */
  readonly controlId: string
  readonly number: string
  readonly leg: 'caller' | 'target'
  /** Whom the call was offered to last; null: to nobody. */
  readonly target: CallTarget | null
}

const schema = z.object({
  controlId: z.string().min(1).max(255),
  number: z.string().regex(/^\+[1-9]\d{7,14}$/),
  leg: z.enum(['caller', 'target']),
  target: z.enum(['agent', 'owner']).nullable(),
})

/** Base64, as Telnyx wants it. */
export function toClientState(state: ClientState): string {
  return btoa(JSON.stringify(state))
}

/** @returns undefined for what is absent or not ours */
export function safeParseClientState(text: string | null | undefined): ClientState | undefined {
  if (text === null || text === undefined || text === '') return undefined
  try {
    const parsed = schema.safeParse(JSON.parse(atob(text)))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
