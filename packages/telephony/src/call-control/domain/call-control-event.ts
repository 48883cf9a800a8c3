import type { CallControlState, CallTarget } from './controlled-call.ts'

/** What happens to a call that we control: told by the vendor, or found out by ourselves. */
export type CallControlEvent =
  | { readonly type: 'call_initiated' }
  /** The caller's own line is up. */
  | { readonly type: 'line_answered' }
  | { readonly type: 'agent_registered'; readonly agentCallId: string }
  | { readonly type: 'target_took'; readonly target: CallTarget }
  /** @param cause - Telnyx's `hangup_cause` */
  | { readonly type: 'target_ended'; readonly target: CallTarget; readonly cause: string | null }
  | { readonly type: 'speech_ended' }
  | { readonly type: 'recording_saved' }
  /** Telnyx refused the command of this state for good. */
  | { readonly type: 'command_refused'; readonly state: CallControlState }
  /**
   * Nothing was heard for longer than the state may last.
   *
   * `isAgentTalking`: Retell has reported the call as begun, so it was only Telnyx's event that got lost.
   */
  | { readonly type: 'time_ran_out'; readonly state: CallControlState; readonly isAgentTalking: boolean }
  | { readonly type: 'call_ended' }
