import type { CallRecording, RecordingVariant } from '@cloudgreet/core/contract'

import type { CallFacts } from './call-facts.ts'
import { isNeverConnected } from './is-never-connected.ts'

/** A recording that is not there this long after the start of its call does not come any more, in milliseconds. */
export const recordingWaitMs = 86_400_000

type RecordingFacts = Pick<
  CallFacts,
  | 'recordingUrl'
  | 'recordingExpiresAt'
  | 'isRecordingWithheld'
  | 'analyzedAt'
  | 'startedAt'
  | 'firstSeenAt'
  | 'status'
  | 'durationMs'
>

/** Where the recording is, at the moment `now`. We keep its address, never its bytes. */
export function toRecording(facts: RecordingFacts, now: Date): CallRecording {
  const { recordingUrl: url, recordingExpiresAt: expiresAt } = facts
  return { state: toRecordingState(facts, now), url, expiresAt: expiresAt?.toISOString() ?? null }
}

function toRecordingState(facts: RecordingFacts, now: Date): CallRecording['state'] {
  if (facts.recordingUrl !== null)
    return facts.recordingExpiresAt !== null && facts.recordingExpiresAt <= now ? 'expired' : 'available'
  const begunAt = facts.startedAt ?? facts.firstSeenAt
  const isFinal =
    facts.isRecordingWithheld ||
    facts.analyzedAt !== null ||
    isNeverConnected(facts) ||
    now.getTime() - begunAt.getTime() > recordingWaitMs
  return isFinal ? 'not_stored' : 'pending'
}

/** The other forms of the recording that the vendor made. */
export function toRecordingVariants(
  facts: Pick<CallFacts, 'multiChannelRecordingUrl' | 'scrubbedRecordingUrl' | 'scrubbedMultiChannelRecordingUrl'>,
): RecordingVariant[] {
  const urls = [
    ['multi_channel', facts.multiChannelRecordingUrl],
    ['scrubbed', facts.scrubbedRecordingUrl],
    ['scrubbed_multi_channel', facts.scrubbedMultiChannelRecordingUrl],
  ] as const
  return urls.flatMap(([kind, url]) => (url === null ? [] : [{ kind, url }]))
}
