import type { BusinessId, CallId } from '@cloudgreet/core'

import type { ControlledCall } from '../domain/controlled-call.ts'

/** A controlled call with the line that it is about. */
export type ControlledLine = {
  readonly call: ControlledCall
  /** Telnyx's `call_control_id` of the caller's leg. */
  readonly controlId: string
  readonly from: string | null
  readonly to: string | null
  /** When its state last changed, and the key of the move that changed it. */
  readonly movedAt: Date
  readonly movedBy: string
  /** Retell may have been asked for a call id already, and its answer lost. */
  readonly mayBeRegistered: boolean
}

/** What is known besides the call's own state. */
export type CallEvidence = {
  /** Retell has reported the registered call as begun. */
  readonly isAgentTalking: boolean
}

export type Move = {
  /** Names the mover, the same after a crash. */
  readonly key: string
  readonly at: Date
  readonly decide: (call: ControlledCall | undefined, evidence: CallEvidence) => ControlledCall | undefined
}

/**
 * The calls under our control, one for each line of a caller.
 *
 * A move that brings the agent in puts Retell's call in the place of the caller's line, so that lists and figures
 * count one call; until then Retell's call is left out.
 */
export interface ControlledCalls {
  /** Undefined when the call was never moved. */
  find(business: BusinessId, callId: CallId): Promise<ControlledLine | undefined>

  /**
   * Locks the call, lets `decide` say what it becomes, and keeps that. Moves of one call run one after the other, and
   * the same move again changes nothing.
   *
   * @returns `isMine`: the move with this key brought the call into its state, now or before a crash. Undefined when
   *   there is no such call, or `decide` gave undefined.
   */
  move(
    business: BusinessId,
    callId: CallId,
    move: Move,
  ): Promise<(ControlledLine & { readonly isMine: boolean }) | undefined>

  /** Notes, before Retell is asked for a call id, that it is going to be asked. */
  noteRegistration(business: BusinessId, callId: CallId): Promise<void>
}
