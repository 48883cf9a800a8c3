import type { CallControlEvent } from './call-control-event.ts'
import type { CallControlState, CallMeans, CallTarget, ControlledCall, FailoverReason } from './controlled-call.ts'

type EventOf<Type extends CallControlEvent['type']> = Extract<CallControlEvent, { readonly type: Type }>
type Rules = {
  readonly [Type in CallControlEvent['type']]: (
    call: ControlledCall,
    event: EventOf<Type>,
    means: CallMeans,
  ) => ControlledCall
}

type Rule = (call: ControlledCall, event: CallControlEvent, means: CallMeans) => ControlledCall

/**
 * What a call becomes by an event. An event that does not fit the state (late, twice, of a leg that no longer
 * counts) gives back the same object: nothing changes.
 *
 * @param call - undefined before the first event
 * @returns undefined when the event is about a call that never began
 */
export function decideCallControl(
  call: ControlledCall | undefined,
  event: CallControlEvent,
  means: CallMeans,
): ControlledCall | undefined {
  if (call === undefined) return decideBeginning(event, means)
  if (call.state === 'ended') return call
  const rule = rules[event.type] as Rule
  return rule(call, event, means)
}

const unknownYet = { agentCallId: null, failoverReason: null, isLineUp: false, outcome: null } as const

/** The end may arrive before the beginning; then the late beginning finds a call that is over. */
function decideBeginning(event: CallControlEvent, means: CallMeans): ControlledCall | undefined {
  if (event.type === 'call_ended') return { ...unknownYet, state: 'ended', outcome: 'no_answer' }
  if (event.type !== 'call_initiated' && event.type !== 'line_answered') return undefined
  const begun: ControlledCall = { ...unknownYet, state: 'registering', isLineUp: event.type === 'line_answered' }
  if (means.isAgentPaused) return failOver(begun, 'agent_paused', means)
  return means.agentId === null ? failOver(begun, 'no_agent', means) : begun
}

const rules: Rules = {
  call_initiated: (call) => call,

  line_answered: (call) => {
    if (call.state === 'answering') return { ...call, isLineUp: true, state: 'greeting' }
    return call.isLineUp ? call : { ...call, isLineUp: true }
  },

  agent_registered: (call, { agentCallId }) =>
    call.state === 'registering' ? { ...call, agentCallId, state: 'offered_to_agent' } : call,

  target_took: (call, { target }) => (offers[call.state] === target ? toTaken(call, target) : call),

  target_ended: (call, { target, cause }, means) =>
    offers[call.state] === target ? afterRefusal(call, means, toFailoverReason(cause)) : call,

  speech_ended: (call) => (call.state === 'greeting' ? toRecording(call) : call),

  recording_saved: (call) => (call.state === 'recording_voicemail' ? { ...call, state: 'hanging_up' } : call),

  command_refused: (call, { state }, means) => {
    if (call.state !== state) return call
    if (state === 'hanging_up') return endedOf(call)
    return afterRefusal(call, means, state === 'registering' ? 'agent_not_registered' : 'agent_unreachable')
  },

  time_ran_out: (call, { state, isAgentTalking }, means) => {
    if (call.state !== state) return call
    if (state === 'offered_to_agent' && isAgentTalking) return toTaken(call, 'agent')
    return afterSilence(call, means)
  },

  call_ended: (call) => endedOf(call),
}

/** Whom the call is offered to in a state. */
const offers: Partial<Record<CallControlState, CallTarget>> = { offered_to_agent: 'agent', failing_over: 'owner' }

function toTaken(call: ControlledCall, target: CallTarget): ControlledCall {
  return target === 'agent'
    ? { ...call, state: 'with_agent', isLineUp: true }
    : { ...call, state: 'with_owner', isLineUp: true, outcome: 'transferred' }
}

function afterRefusal(call: ControlledCall, means: CallMeans, reason: FailoverReason): ControlledCall {
  switch (call.state) {
    case 'registering':
    case 'offered_to_agent':
      return failOver(call, reason, means)
    case 'failing_over':
      return toVoicemail(call)
    case 'answering':
    case 'greeting':
    case 'recording_voicemail':
      return { ...call, state: 'hanging_up', outcome: 'failed' }
    default:
      return call
  }
}

/** An event of Telnyx was lost: what it would have told is taken for granted, so that the caller hears something. */
function afterSilence(call: ControlledCall, means: CallMeans): ControlledCall {
  switch (call.state) {
    case 'answering':
      return { ...call, isLineUp: true, state: 'greeting' }
    case 'greeting':
      return toRecording(call)
    case 'recording_voicemail':
      return { ...call, state: 'hanging_up' }
    case 'hanging_up':
      return endedOf(call)
    default:
      return afterRefusal(call, means, 'agent_timeout')
  }
}

function failOver(call: ControlledCall, failoverReason: FailoverReason, means: CallMeans): ControlledCall {
  const failing = { ...call, failoverReason }
  return means.forwardNumber === null ? toVoicemail(failing) : { ...failing, state: 'failing_over' }
}

function toVoicemail(call: ControlledCall): ControlledCall {
  return { ...call, state: call.isLineUp ? 'greeting' : 'answering' }
}

function toRecording(call: ControlledCall): ControlledCall {
  return { ...call, state: 'recording_voicemail', outcome: 'voicemail' }
}

function endedOf(call: ControlledCall): ControlledCall {
  const outcome = call.outcome ?? (call.state === 'with_agent' ? null : 'no_answer')
  return { ...call, state: 'ended', outcome }
}

/** Telnyx's causes (developers.telnyx.com, `call.hangup`) of an agent's leg that ended before anybody talked. */
function toFailoverReason(cause: string | null): FailoverReason {
  switch (cause) {
    case 'timeout':
      return 'agent_timeout'
    case 'user_busy':
      return 'agent_busy'
    case 'no_answer':
      return 'agent_no_answer'
    default:
      return 'agent_unreachable'
  }
}
