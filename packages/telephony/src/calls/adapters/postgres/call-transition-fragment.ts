import type { TransitionFragment } from '@cloudgreet/core/postgres'

import type { CallParameters } from '../../domain/to-call-parameters.ts'
import { callDataSql } from './call-data-sql.ts'

const parameters = {
  call_provider: 'text',
  call_provider_id: 'text',
  call_route: 'text',
  call_agent_id: 'text',
  call_agent_version: 'integer',
  call_direction: 'text',
  call_from: 'text',
  call_to: 'text',
  call_status: 'text',
  call_status_rank: 'smallint',
  call_outcome: 'text',
  call_outcome_rank: 'smallint',
  call_disconnection_reason: 'text',
  call_disconnection_stage: 'smallint',
  call_transcript: 'text',
  call_transcript_turns: 'jsonb',
  call_summary: 'text',
  call_sentiment: 'text',
  call_success: 'boolean',
  call_transfer_kind: 'text',
  call_transfer_state: 'text',
  call_transfer_rank: 'smallint',
  call_transfer_destination: 'text',
  call_transfer_started_at: 'timestamptz',
  call_transfer_bridged_at: 'timestamptz',
  call_transfer_ended_at: 'timestamptz',
  call_recording_url: 'text',
  call_recording_expires_at: 'timestamptz',
  call_recording_multi_channel_url: 'text',
  call_recording_scrubbed_url: 'text',
  call_recording_scrubbed_multi_channel_url: 'text',
  call_recording_withheld: 'boolean',
  call_duration_ms: 'integer',
  call_started_at: 'timestamptz',
  call_ended_at: 'timestamptz',
  call_analyzed_at: 'timestamptz',
} as const satisfies Record<keyof CallParameters, string>

const greatest = (column: string) => `${column} = GREATEST(calls.${column}, EXCLUDED.${column})`
const greatestText = (column: string) => `${column} = GREATEST(calls.${column} COLLATE "C", EXCLUDED.${column})`
const leastText = (column: string) => `${column} = LEAST(calls.${column} COLLATE "C", EXCLUDED.${column})`
const least = (column: string) => `${column} = LEAST(calls.${column}, EXCLUDED.${column})`

const isLaterReason = `(EXCLUDED.disconnection_stage, COALESCE(EXCLUDED.disconnection_reason, '') COLLATE "C")
  > (calls.disconnection_stage, COALESCE(calls.disconnection_reason, ''))`

/** Lengths come first: only equal ones make the texts themselves be compared. */
const isFullerTranscript = `(
    COALESCE(length(EXCLUDED.transcript), 0), COALESCE(EXCLUDED.transcript, '') COLLATE "C",
    COALESCE(jsonb_array_length(EXCLUDED.transcript_turns), -1), COALESCE(EXCLUDED.transcript_turns, 'null')
  ) > (
    COALESCE(length(calls.transcript), 0), COALESCE(calls.transcript, ''),
    COALESCE(jsonb_array_length(calls.transcript_turns), -1), COALESCE(calls.transcript_turns, 'null')
  )`

const recordingColumns = [
  'recording_url',
  'recording_expires_at',
  'recording_multi_channel_url',
  'recording_scrubbed_url',
  'recording_scrubbed_multi_channel_url',
] as const

/** The addresses of one event are signed together, so they stay together: those that work longest. */
const isLaterRecording = `(${weighRecording('EXCLUDED')}) > (${weighRecording('calls')})`

function weighRecording(row: 'EXCLUDED' | 'calls'): string {
  const [url, expiresAt, ...variants] = recordingColumns
  const texts = [url, ...variants].map((column) => `COALESCE(${row}.${column}, '') COLLATE "C"`)
  return [`${row}.${url} IS NOT NULL`, `COALESCE(${row}.${expiresAt}, 'infinity')`, ...texts].join(', ')
}

const chosen = (condition: string, column: string) =>
  `${column} = CASE WHEN ${condition} THEN EXCLUDED.${column} ELSE calls.${column} END`

/** The same joins as `mergeCallFacts`, field by field. */
const merge = [
  chosen('EXCLUDED.status_rank > calls.status_rank', 'status'),
  greatest('status_rank'),
  chosen('EXCLUDED.outcome_rank > calls.outcome_rank', 'outcome'),
  greatest('outcome_rank'),
  chosen(isLaterReason, 'disconnection_reason'),
  chosen(isLaterReason, 'disconnection_stage'),
  chosen(isFullerTranscript, 'transcript'),
  chosen(isFullerTranscript, 'transcript_turns'),
  chosen('EXCLUDED.transfer_rank > calls.transfer_rank', 'transfer_state'),
  ...recordingColumns.map((column) => chosen(isLaterRecording, column)),
  ...['direction', 'agent_id', 'from_number', 'to_number', 'summary', 'sentiment'].map(greatestText),
  ...['transfer_kind', 'transfer_destination'].map(greatestText),
  ...['agent_version', 'success', 'duration_ms', 'ended_at', 'updated_at'].map(greatest),
  ...['transfer_rank', 'transfer_ended_at', 'recording_withheld'].map(greatest),
  ...['started_at', 'analyzed_at', 'first_seen_at', 'transfer_started_at', 'transfer_bridged_at'].map(least),
  leastText('route'),
  `created_at = COALESCE(LEAST(calls.started_at, EXCLUDED.started_at), LEAST(calls.first_seen_at, EXCLUDED.first_seen_at))`,
].join(',\n    ')

/**
 * Moves a call. The row takes the id of the first event that named the call.
 * A call stays with the business that it came in for: an event for another one changes nothing.
 */
export const callTransitionFragment: TransitionFragment = {
  parameters,
  members: [
    {
      name: 'transition',
      sql: `INSERT INTO calls (
    id, business_id, provider, provider_call_id, route, agent_id, agent_version, direction, from_number, to_number,
    status, status_rank, outcome, outcome_rank, disconnection_reason, disconnection_stage, transcript,
    transcript_turns, summary, sentiment, success, transfer_kind, transfer_state, transfer_rank, transfer_destination,
    transfer_started_at, transfer_bridged_at, transfer_ended_at, recording_url, recording_expires_at,
    recording_multi_channel_url, recording_scrubbed_url, recording_scrubbed_multi_channel_url, recording_withheld,
    duration_ms, started_at, ended_at, analyzed_at, first_seen_at, created_at, updated_at
  )
  SELECT
    inbox.id, inbox.business_id, :call_provider, :call_provider_id, :call_route, :call_agent_id, :call_agent_version,
    :call_direction, :call_from, :call_to, :call_status, :call_status_rank, :call_outcome, :call_outcome_rank,
    :call_disconnection_reason, :call_disconnection_stage, :call_transcript, :call_transcript_turns, :call_summary,
    :call_sentiment, :call_success, :call_transfer_kind, :call_transfer_state, :call_transfer_rank,
    :call_transfer_destination, :call_transfer_started_at, :call_transfer_bridged_at, :call_transfer_ended_at,
    :call_recording_url, :call_recording_expires_at, :call_recording_multi_channel_url, :call_recording_scrubbed_url,
    :call_recording_scrubbed_multi_channel_url, :call_recording_withheld, :call_duration_ms, :call_started_at,
    :call_ended_at, :call_analyzed_at, inbox.received_at, COALESCE(:call_started_at, inbox.received_at),
    inbox.received_at
  FROM inbox WHERE inbox.business_id IS NOT NULL
  ON CONFLICT (provider, provider_call_id) DO UPDATE SET
    ${merge}
  WHERE calls.business_id = EXCLUDED.business_id
  RETURNING calls.business_id, calls.id AS subject_id, ${callDataSql} AS data`,
    },
  ],
}
