import type { Call, CallDetail, TranscriptTurn } from '@cloudgreet/core/contract'

import type { CallFacts } from './call-facts.ts'
import { explainOutcome, successOfOutcome } from './call-outcome.ts'
import { toRecording, toRecordingVariants } from './call-recording.ts'
import { toTransfer } from './call-transfer.ts'
import { isNeverConnected } from './is-never-connected.ts'
import { toTranscriptTurns } from './transcript.ts'

/** What a list needs of a call: everything but its words. */
export type CallHead = Omit<
  CallFacts,
  'provider' | 'providerCallId' | 'route' | 'agentId' | 'agentVersion' | 'transcript' | 'transcriptTurns'
> & { readonly id: string; readonly hasTranscript: boolean }

/** A call as the business sees it at the moment `now`. */
export function toCall(head: CallHead, now: Date): Call {
  return {
    id: head.id,
    direction: head.direction,
    from: head.from,
    to: head.to,
    status: head.status,
    outcome: head.outcome,
    success: head.outcome === null ? null : successOfOutcome[head.outcome],
    disconnectionReason: head.disconnectionReason,
    neverConnected: isNeverConnected(head),
    startedAt: startOf(head).toISOString(),
    endedAt: head.endedAt?.toISOString() ?? null,
    durationMs: head.durationMs,
    transfer: head.transfer === null ? null : toTransfer(head.transfer),
    recording: toRecording(head, now),
    summary: head.summary,
    sentiment: head.sentiment,
    hasTranscript: head.hasTranscript,
  }
}

type CallWords = Pick<CallFacts, 'transcript' | 'transcriptTurns'> & {
  /** Why the agent did not take it, on the route `call-control`. */
  readonly failoverReason?: string | null
}

/** The vendor's turns, or else those read from its transcript. */
export function turnsOf({ transcript, transcriptTurns }: CallWords): readonly TranscriptTurn[] {
  return transcriptTurns ?? toTranscriptTurns(transcript ?? '')
}

/** With its words. */
export function toCallDetail(head: CallHead, words: CallWords, now: Date): CallDetail {
  return {
    ...toCall(head, now),
    transcript: [...turnsOf(words)],
    explanation: explainOutcome(head),
    failoverReason: words.failoverReason ?? null,
    recordingVariants: toRecordingVariants(head),
  }
}

export function startOf({ startedAt, firstSeenAt }: Pick<CallFacts, 'startedAt' | 'firstSeenAt'>): Date {
  return startedAt ?? firstSeenAt
}
