import { instantSql } from '../../../postgres/instant-sql.ts'
import { successOfOutcome } from '../../domain/call-outcome.ts'
import { recordingWaitMs } from '../../domain/call-recording.ts'

/** `isNeverConnected`, over the table. */
export const isNeverConnectedSql = `(calls.status = 'not_connected' OR (calls.status IN ('ended', 'error')
    AND calls.started_at IS NULL AND COALESCE(calls.duration_ms, 0) = 0))`

const outcomesOf = (success: boolean) =>
  Object.entries(successOfOutcome)
    .filter(([, counts]) => counts === success)
    .map(([outcome]) => `'${outcome}'`)
    .join(', ')

const successSql = `CASE WHEN calls.outcome IN (${outcomesOf(true)}) THEN true
    WHEN calls.outcome IN (${outcomesOf(false)}) THEN false END`

const transferSql = `CASE WHEN calls.transfer_state IS NOT NULL THEN jsonb_build_object(
      'kind', calls.transfer_kind, 'state', calls.transfer_state, 'destination', calls.transfer_destination,
      'startedAt', ${instantSql('calls.transfer_started_at')}, 'bridgedAt', ${instantSql('calls.transfer_bridged_at')},
      'endedAt', ${instantSql('calls.transfer_ended_at')}) END`

const recordingStateSql = `CASE
      WHEN calls.recording_url IS NOT NULL AND calls.recording_expires_at <= now() THEN 'expired'
      WHEN calls.recording_url IS NOT NULL THEN 'available'
      WHEN calls.recording_withheld OR calls.analyzed_at IS NOT NULL OR ${isNeverConnectedSql}
        OR calls.created_at < now() - ${recordingWaitMs} * interval '1 millisecond' THEN 'not_stored'
      ELSE 'pending' END`

/** `toCall`, over the table: what the live stream carries. */
export const callJsonSql = `jsonb_build_object(
    'id', calls.id, 'direction', calls.direction, 'from', calls.from_number, 'to', calls.to_number,
    'status', calls.status, 'outcome', calls.outcome, 'success', ${successSql},
    'disconnectionReason', calls.disconnection_reason, 'neverConnected', ${isNeverConnectedSql},
    'startedAt', ${instantSql('calls.created_at')}, 'endedAt', ${instantSql('calls.ended_at')},
    'durationMs', calls.duration_ms, 'transfer', ${transferSql},
    'recording', jsonb_build_object('state', ${recordingStateSql}, 'url', calls.recording_url,
      'expiresAt', ${instantSql('calls.recording_expires_at')}),
    'summary', calls.summary, 'sentiment', calls.sentiment, 'hasTranscript', calls.transcript IS NOT NULL
  )`
