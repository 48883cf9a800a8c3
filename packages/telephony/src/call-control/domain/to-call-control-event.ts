import type { CallControlEvent } from './call-control-event.ts'
import type { CallTarget } from './controlled-call.ts'

/** Events of a controlled call's lines besides those of a call itself, by Telnyx's word for each. */
export const lineEventTypes: Readonly<Record<string, string>> = {
  'call.speak.ended': 'call_speech_ended',
  'call.recording.saved': 'call_recording_saved',
}

/** Telnyx's events of the leg that a call was offered to, in our words. The others of that leg say nothing. */
export const targetEventTypes: Readonly<Record<string, string>> = {
  'call.initiated': 'call_target_rung',
  'call.answered': 'call_target_answered',
  'call.bridged': 'call_target_bridged',
  'call.hangup': 'call_target_ended',
}

/**
 * What a business's event means for call control.
 *
 * @param type - as in the business's stream
 * @returns undefined when it means nothing
 */
export function toCallControlEvent(
  type: string,
  { target, cause }: { readonly target?: CallTarget | null | undefined; readonly cause?: string | null | undefined },
): CallControlEvent | undefined {
  const offered = target ?? undefined
  switch (type) {
    case 'call_initiated':
      return { type }
    case 'call_started':
      return { type: 'line_answered' }
    case 'call_bridged':
    case 'call_target_answered':
    case 'call_target_bridged':
      return offered && { type: 'target_took', target: offered }
    case 'call_target_ended':
      return offered && { type: 'target_ended', target: offered, cause: cause ?? null }
    case 'call_speech_ended':
      return { type: 'speech_ended' }
    case 'call_recording_saved':
      return { type: 'recording_saved' }
    case 'call_ended':
      return { type }
    default:
      return undefined
  }
}
