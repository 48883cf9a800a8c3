import type { CallControlState, CallMeans, CallTarget, ControlledCall } from './controlled-call.ts'

/** The one thing that a state wants done at a vendor. */
export type CallCommand =
  | { readonly kind: 'register_agent'; readonly agentId: string }
  | { readonly kind: 'transfer'; readonly target: CallTarget; readonly to: string; readonly timeoutSeconds: number }
  | { readonly kind: 'answer' }
  | { readonly kind: 'speak'; readonly text: string }
  | { readonly kind: 'start_recording' }
  | { readonly kind: 'hangup' }
  | { readonly kind: 'reject' }

export type CallControlSettings = {
  /** How long Retell may take to pick up, in milliseconds; at least 5 000, Telnyx’s shortest. */
  readonly agentAnswerTimeoutMs: number
  /** How long the owner's telephone rings, in milliseconds. */
  readonly ownerAnswerTimeoutMs: number
  /** Where an agent's call is sent; `{call_id}` stands for Retell's id. Its exact form is not verified at Retell. */
  readonly agentSipUri: string
}

/** Time for Telnyx's event about the end of its own waiting, before we go on without it. */
const eventGraceMs = 3_000
/** Longest message, in seconds, and the silence that ends it. */
export const voicemailLimits = { maxSeconds: 120, silenceSeconds: 10 } as const

/** @returns undefined when the state only waits */
export function toCallCommand(
  call: ControlledCall,
  means: CallMeans,
  settings: CallControlSettings,
): CallCommand | undefined {
  switch (call.state) {
    case 'registering':
      return means.agentId === null ? undefined : { kind: 'register_agent', agentId: means.agentId }
    case 'offered_to_agent': {
      const to = settings.agentSipUri.replaceAll('{call_id}', encodeURIComponent(call.agentCallId ?? ''))
      return { kind: 'transfer', target: 'agent', to, timeoutSeconds: toSeconds(settings.agentAnswerTimeoutMs) }
    }
    case 'failing_over': {
      if (means.forwardNumber === null) return undefined
      const timeoutSeconds = toSeconds(settings.ownerAnswerTimeoutMs)
      return { kind: 'transfer', target: 'owner', to: means.forwardNumber, timeoutSeconds }
    }
    case 'answering':
      return { kind: 'answer' }
    case 'greeting':
      return { kind: 'speak', text: means.voicemailGreeting }
    case 'recording_voicemail':
      return { kind: 'start_recording' }
    case 'hanging_up':
      return call.isLineUp ? { kind: 'hangup' } : { kind: 'reject' }
    default:
      return undefined
  }
}

/** How long a state may last without a word from the vendors, in milliseconds; undefined: as long as people talk. */
export function toDeadlineMs(state: CallControlState, settings: CallControlSettings): number | undefined {
  switch (state) {
    case 'registering':
      return settings.agentAnswerTimeoutMs
    case 'offered_to_agent':
      return toSeconds(settings.agentAnswerTimeoutMs) * 1_000 + eventGraceMs
    case 'failing_over':
      return toSeconds(settings.ownerAnswerTimeoutMs) * 1_000 + eventGraceMs
    case 'answering':
    case 'hanging_up':
      return eventGraceMs
    case 'greeting':
      return 30_000
    case 'recording_voicemail':
      return (voicemailLimits.maxSeconds + 15) * 1_000
    default:
      return undefined
  }
}

/** Telnyx waits in whole seconds, 5 at least (types of telnyx 7.24.0, `timeout_secs`). */
function toSeconds(durationMs: number): number {
  return Math.max(5, Math.ceil(durationMs / 1_000))
}
