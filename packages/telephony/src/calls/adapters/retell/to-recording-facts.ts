import { toStorableText } from '../../../webhooks/domain/storable-values.ts'
import type { CallFacts } from '../../domain/call-facts.ts'
import type { RetellCallEvent } from './retell-call-event-schema.ts'

/** How long a signed address works, in milliseconds (retell-sdk 5.66, `opt_in_signed_url`). */
const signedUrlLifetimeMs = 86_400_000

type RecordingFacts = Pick<
  CallFacts,
  | 'recordingUrl'
  | 'recordingExpiresAt'
  | 'multiChannelRecordingUrl'
  | 'scrubbedRecordingUrl'
  | 'scrubbedMultiChannelRecordingUrl'
  | 'isRecordingWithheld'
>

/** @param signedAt - when the vendor signed the addresses, as near as we know */
export function toRecordingFacts(call: RetellCallEvent['call'], signedAt: Date): RecordingFacts {
  const scrubbedRecordingUrl = toStorableText(call.scrubbed_recording_url)
  const recordingUrl = toStorableText(call.recording_url) ?? scrubbedRecordingUrl
  const isSigned = recordingUrl !== null && call.opt_in_signed_url === true
  return {
    recordingUrl,
    recordingExpiresAt: isSigned ? new Date(signedAt.getTime() + signedUrlLifetimeMs) : null,
    multiChannelRecordingUrl: toStorableText(call.recording_multi_channel_url),
    scrubbedRecordingUrl,
    scrubbedMultiChannelRecordingUrl: toStorableText(call.scrubbed_recording_multi_channel_url),
    isRecordingWithheld: call.data_storage_setting === 'basic_attributes_only',
  }
}
