import { instantSql } from '../../../postgres/instant-sql.ts'

/**
 * What the business's stream tells of a row of `calls`: the call as the contract shows it, or only the id of one whose
 * place another call has taken.
 */
export const callDataSql = `CASE WHEN calls.superseded_by IS NULL THEN jsonb_build_object('call', jsonb_build_object(
    'id', calls.id, 'direction', calls.direction, 'from', calls.from_number, 'to', calls.to_number,
    'status', calls.status, 'outcome', calls.outcome, 'disconnectionReason', calls.disconnection_reason,
    'startedAt', ${instantSql('calls.created_at')}, 'endedAt', ${instantSql('calls.ended_at')},
    'durationMs', calls.duration_ms, 'summary', calls.summary, 'sentiment', calls.sentiment,
    'hasTranscript', calls.transcript IS NOT NULL
  )) ELSE jsonb_build_object('supersededCallId', calls.id) END`
