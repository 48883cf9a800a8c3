import { UpstreamError } from '@cloudgreet/core'

import { createTelnyxClient, type TelnyxAccess } from '../../../messaging/adapters/telnyx/telnyx-client.ts'
import type { CallControl, CommandMark } from '../../ports/call-control.ts'

export interface TelnyxCallControlOptions extends TelnyxAccess {
  /** Who reads texts aloud. Default: `Telnyx.KokoroTTS.af`. */
  readonly voice?: string | undefined
}

const defaultVoice = 'Telnyx.KokoroTTS.af'

/** Call Control at Telnyx, by its official client without retries: repeating is ours, under the same `command_id`. */
export function createTelnyxCallControl(options: TelnyxCallControlOptions): CallControl {
  const client = createTelnyxClient(options)
  return {
    async answer(command) {
      await client.call('calls.answer', (sdk) => sdk.calls.actions.answer(command.controlId, toMark(command)))
    },
    async transfer({ to, timeoutSeconds, targetClientState, ...command }) {
      const params = { to, timeout_secs: timeoutSeconds, target_leg_client_state: targetClientState }
      await client.call('calls.transfer', (sdk) =>
        sdk.calls.actions.transfer(command.controlId, { ...toMark(command), ...params }),
      )
    },
    async speak({ text, ...command }) {
      const params = { payload: text, voice: options.voice ?? defaultVoice, language: 'en-US' as const }
      await client.call('calls.speak', (sdk) =>
        sdk.calls.actions.speak(command.controlId, { ...toMark(command), ...params }),
      )
    },
    async startRecording({ maxSeconds, silenceSeconds, ...command }) {
      const params = { channels: 'single', format: 'mp3', play_beep: true, trim: 'trim-silence' } as const
      const limits = { max_length: maxSeconds, timeout_secs: silenceSeconds }
      await client.call('calls.record_start', (sdk) =>
        sdk.calls.actions.startRecording(command.controlId, { ...toMark(command), ...params, ...limits }),
      )
    },
    async hangup(command) {
      await client.call('calls.hangup', (sdk) => sdk.calls.actions.hangup(command.controlId, toMark(command)))
    },
    async reject(command) {
      await client.call('calls.reject', (sdk) =>
        sdk.calls.actions.reject(command.controlId, { ...toMark(command), cause: 'USER_BUSY' }),
      )
    },
    async isAlive(controlId) {
      try {
        const { data } = await client.call('calls.retrieve', (sdk) => sdk.calls.retrieveStatus(controlId))
        return data?.is_alive === true
      } catch (error) {
        if (UpstreamError.isInstance(error) && (error.code === 'call_ended' || error.status === 404)) return false
        throw error
      }
    },
  }
}

function toMark({ commandId, clientState }: CommandMark) {
  return { command_id: commandId, client_state: clientState }
}
