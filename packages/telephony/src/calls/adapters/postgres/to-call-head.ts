import type { Selectable } from 'kysely'

import type { TelephonyTables } from '../../../postgres/telephony-tables.ts'
import type { TransferFacts } from '../../domain/call-transfer.ts'
import type { CallHead } from '../../domain/to-call.ts'

/** The columns of a call that a list needs: no words of it are read. */
export const headColumns = [
  'id',
  'direction',
  'from_number',
  'to_number',
  'status',
  'outcome',
  'disconnection_reason',
  'disconnection_stage',
  'summary',
  'sentiment',
  'success',
  'transfer_kind',
  'transfer_state',
  'transfer_destination',
  'transfer_started_at',
  'transfer_bridged_at',
  'transfer_ended_at',
  'recording_url',
  'recording_expires_at',
  'recording_multi_channel_url',
  'recording_scrubbed_url',
  'recording_scrubbed_multi_channel_url',
  'recording_withheld',
  'duration_ms',
  'started_at',
  'ended_at',
  'analyzed_at',
  'first_seen_at',
  'created_at',
  'updated_at',
] as const

export type CallHeadRow = Pick<Selectable<TelephonyTables['calls']>, (typeof headColumns)[number]> & {
  readonly has_transcript: boolean
}

export function toCallHead(row: CallHeadRow): CallHead {
  return {
    id: row.id,
    direction: row.direction,
    from: row.from_number,
    to: row.to_number,
    status: row.status,
    outcome: row.outcome,
    disconnectionReason: row.disconnection_reason,
    disconnectionStage: row.disconnection_stage,
    summary: row.summary,
    sentiment: row.sentiment,
    isSuccessful: row.success,
    transfer: toTransferFacts(row),
    recordingUrl: row.recording_url,
    recordingExpiresAt: row.recording_expires_at,
    multiChannelRecordingUrl: row.recording_multi_channel_url,
    scrubbedRecordingUrl: row.recording_scrubbed_url,
    scrubbedMultiChannelRecordingUrl: row.recording_scrubbed_multi_channel_url,
    isRecordingWithheld: row.recording_withheld,
    durationMs: row.duration_ms,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    analyzedAt: row.analyzed_at,
    firstSeenAt: row.first_seen_at,
    updatedAt: row.updated_at,
    hasTranscript: row.has_transcript,
  }
}

function toTransferFacts(row: CallHeadRow): TransferFacts | null {
  if (row.transfer_state === null) return null
  return {
    kind: row.transfer_kind,
    state: row.transfer_state,
    destination: row.transfer_destination,
    startedAt: row.transfer_started_at,
    bridgedAt: row.transfer_bridged_at,
    endedAt: row.transfer_ended_at,
  }
}
