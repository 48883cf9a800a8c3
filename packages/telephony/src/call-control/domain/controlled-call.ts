import type { CallOutcome } from '../../calls/domain/call-facts.ts'

/** Whom the caller's line is transferred to. */
export type CallTarget = 'agent' | 'owner'

/**
 * Where a call stands that we control.
 *
 * - `registering`: Retell is asked for a call id; the caller hears ringing
 * - `offered_to_agent`: transferred by SIP, not yet taken
 * - `failing_over`: the owner's telephone rings
 * - `answering`, `greeting`, `recording_voicemail`: we take the call ourselves
 * - `hanging_up`: nothing more can be done for the caller
 */
export type CallControlState =
  | 'registering'
  | 'offered_to_agent'
  | 'with_agent'
  | 'failing_over'
  | 'with_owner'
  | 'answering'
  | 'greeting'
  | 'recording_voicemail'
  | 'hanging_up'
  | 'ended'

/** Why the agent did not take the call. */
export type FailoverReason =
  | 'agent_paused'
  | 'no_agent'
  | 'agent_not_registered'
  | 'agent_unreachable'
  | 'agent_busy'
  | 'agent_no_answer'
  | 'agent_timeout'

/** What is known of a call on the route `call-control`. */
export type ControlledCall = {
  readonly state: CallControlState
  /** Retell's id of the call that was registered for it. */
  readonly agentCallId: string | null
  readonly failoverReason: FailoverReason | null
  /** The caller's line was answered: we, or whom it was transferred to. */
  readonly isLineUp: boolean
  /** How it went, where call control knows better than the hang-up's cause; null while open, or when the agent took it. */
  readonly outcome: Extract<CallOutcome, 'transferred' | 'voicemail' | 'no_answer' | 'failed'> | null
}

/** What can be done for a caller of this business. */
export type CallMeans = {
  readonly agentId: string | null
  readonly isAgentPaused: boolean
  /** The owner's own telephone; null when there is none. */
  readonly forwardNumber: string | null
  /** What a caller hears before the tone. */
  readonly voicemailGreeting: string
}
