import type { Call, TranscriptTurn } from '@cloudgreet/core/contract'

import type { TransferFacts } from './call-transfer.ts'

export type CallStatus = Call['status']
export type CallOutcome = NonNullable<Call['outcome']>
export type CallDirection = Call['direction']

/** How the number reaches the agent: straight by SIP, or by our own call control. */
export type CallRoute = 'trunk' | 'call-control'

/**
 * What is known of a call: from one event, or from several merged. Null: not known yet.
 *
 * Every field merges on its own by a rule that does not depend on order: see {@link mergeCallFacts}.
 */
export type CallFacts = {
  readonly provider: string
  readonly providerCallId: string
  readonly route: CallRoute
  readonly direction: CallDirection
  readonly agentId: string | null
  readonly agentVersion: number | null
  readonly from: string | null
  readonly to: string | null
  readonly status: CallStatus
  readonly outcome: CallOutcome | null
  /** The vendor's own word; the list of them is open. */
  readonly disconnectionReason: string | null
  /** Stage of the event that gave the reason: a later stage knows better. */
  readonly disconnectionStage: number
  readonly transcript: string | null
  readonly transcriptTurns: readonly TranscriptTurn[] | null
  readonly summary: string | null
  readonly sentiment: string | null
  readonly isSuccessful: boolean | null
  /** Null: nobody was put through, or tried to be. */
  readonly transfer: TransferFacts | null
  readonly recordingUrl: string | null
  /** When the address of the recording, and of its variants, stops working; null: never. */
  readonly recordingExpiresAt: Date | null
  readonly multiChannelRecordingUrl: string | null
  /** Without what a person told of themselves. */
  readonly scrubbedRecordingUrl: string | null
  readonly scrubbedMultiChannelRecordingUrl: string | null
  /** The vendor was told to keep none, or keeps none on this route. */
  readonly isRecordingWithheld: boolean
  readonly durationMs: number | null
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly analyzedAt: Date | null
  /** When the first event of the call came in: stands for the start of a call that never connected. */
  readonly firstSeenAt: Date
  readonly updatedAt: Date
}

/** A call only moves up. The three ends are ordered too, so that any two events agree on the result. */
export const callStatusRanks: Readonly<Record<CallStatus, number>> = {
  registered: 10,
  ongoing: 20,
  ended: 30,
  not_connected: 31,
  error: 32,
}

/** What later evidence may overrule: a transfer or a voicemail box is learned after the line was up. */
export const callOutcomeRanks: Readonly<Record<CallOutcome, number>> = {
  other: 10,
  failed: 20,
  no_answer: 30,
  busy: 40,
  answered: 50,
  transferred: 60,
  voicemail: 70,
}
