import type { TranscriptTurn } from '@cloudgreet/core/contract'

import { callOutcomeRanks, callStatusRanks, type CallFacts } from './call-facts.ts'
import { type TransferFacts, transferStateRanks } from './call-transfer.ts'

/**
 * Joins what two events say of one call. Commutative, associative and idempotent:
 * however often and in whatever order the events come, the result is the same.
 */
export function mergeCallFacts(one: CallFacts, other: CallFacts): CallFacts {
  return {
    ...one,
    direction: greater(one.direction, other.direction),
    route: lesser(one.route, other.route),
    agentId: greater(one.agentId, other.agentId),
    agentVersion: greater(one.agentVersion, other.agentVersion),
    from: greater(one.from, other.from),
    to: greater(one.to, other.to),
    status: callStatusRanks[other.status] > callStatusRanks[one.status] ? other.status : one.status,
    outcome: rankOf(other) > rankOf(one) ? other.outcome : one.outcome,
    ...laterReason(one, other),
    ...fullerTranscript(one, other),
    summary: greater(one.summary, other.summary),
    sentiment: greater(one.sentiment, other.sentiment),
    isSuccessful: greater(one.isSuccessful, other.isSuccessful),
    transfer: mergeTransfers(one.transfer, other.transfer),
    ...laterRecording(one, other),
    isRecordingWithheld: one.isRecordingWithheld || other.isRecordingWithheld,
    durationMs: greater(one.durationMs, other.durationMs),
    startedAt: lesser(one.startedAt, other.startedAt),
    endedAt: greater(one.endedAt, other.endedAt),
    analyzedAt: lesser(one.analyzedAt, other.analyzedAt),
    firstSeenAt: lesser(one.firstSeenAt, other.firstSeenAt),
    updatedAt: greater(one.updatedAt, other.updatedAt),
  }
}

function rankOf({ outcome }: CallFacts): number {
  return outcome === null ? 0 : callOutcomeRanks[outcome]
}

function laterReason(one: CallFacts, other: CallFacts): Pick<CallFacts, 'disconnectionReason' | 'disconnectionStage'> {
  const isLater =
    other.disconnectionStage === one.disconnectionStage
      ? (other.disconnectionReason ?? '') > (one.disconnectionReason ?? '')
      : other.disconnectionStage > one.disconnectionStage
  const { disconnectionReason, disconnectionStage } = isLater ? other : one
  return { disconnectionReason, disconnectionStage }
}

/** Transcripts grow: the longest is the newest. */
function fullerTranscript(one: CallFacts, other: CallFacts): Pick<CallFacts, 'transcript' | 'transcriptTurns'> {
  const { transcript, transcriptTurns } = isFuller(other, one) ? other : one
  return { transcript, transcriptTurns }
}

function isFuller(candidate: CallFacts, current: CallFacts): boolean {
  const text = candidate.transcript ?? ''
  const currentText = current.transcript ?? ''
  if (text.length !== currentText.length) return text.length > currentText.length
  if (text !== currentText) return text > currentText
  const turns = weightOf(candidate.transcriptTurns)
  const currentTurns = weightOf(current.transcriptTurns)
  return turns.count === currentTurns.count ? turns.text > currentTurns.text : turns.count > currentTurns.count
}

function weightOf(turns: readonly TranscriptTurn[] | null): { count: number; text: string } {
  return turns === null ? { count: -1, text: '' } : { count: turns.length, text: JSON.stringify(turns) }
}

function mergeTransfers(one: TransferFacts | null, other: TransferFacts | null): TransferFacts | null {
  if (one === null || other === null) return one ?? other
  return {
    kind: greater(one.kind, other.kind),
    state: transferStateRanks[other.state] > transferStateRanks[one.state] ? other.state : one.state,
    destination: greater(one.destination, other.destination),
    startedAt: lesser(one.startedAt, other.startedAt),
    bridgedAt: lesser(one.bridgedAt, other.bridgedAt),
    endedAt: greater(one.endedAt, other.endedAt),
  }
}

type Recording = Pick<
  CallFacts,
  | 'recordingUrl'
  | 'recordingExpiresAt'
  | 'multiChannelRecordingUrl'
  | 'scrubbedRecordingUrl'
  | 'scrubbedMultiChannelRecordingUrl'
>

/** The addresses of one event are signed together, so they stay together: those that work longest. */
function laterRecording(one: CallFacts, other: CallFacts): Recording {
  const weights = [weighRecording(one), weighRecording(other)] as const
  const decisive = weights[0].findIndex((weight, index) => weight !== weights[1][index])
  const chosen = (weights[1][decisive] ?? 0) > (weights[0][decisive] ?? 0) ? other : one
  const { recordingUrl, recordingExpiresAt, multiChannelRecordingUrl } = chosen
  const { scrubbedRecordingUrl, scrubbedMultiChannelRecordingUrl } = chosen
  return {
    recordingUrl,
    recordingExpiresAt,
    multiChannelRecordingUrl,
    scrubbedRecordingUrl,
    scrubbedMultiChannelRecordingUrl,
  }
}

function weighRecording(facts: Recording): readonly (number | string)[] {
  return [
    facts.recordingUrl === null ? 0 : 1,
    facts.recordingExpiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
    facts.recordingUrl ?? '',
    facts.multiChannelRecordingUrl ?? '',
    facts.scrubbedRecordingUrl ?? '',
    facts.scrubbedMultiChannelRecordingUrl ?? '',
  ]
}

function greater<Value extends string | number | boolean | Date | null>(one: Value, other: Value): Value {
  return one === null || (other !== null && other > one) ? other : one
}

function lesser<Value extends string | Date | null>(one: Value, other: Value): Value {
  return one === null || (other !== null && other < one) ? other : one
}
