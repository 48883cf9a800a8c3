import type { TransitionFragment } from '@cloudgreet/core/postgres'

import type { MessageParameters } from '../../domain/to-message-parameters.ts'
import { messageJsonSql } from './message-json-sql.ts'

const parameters = {
  message_provider: 'text',
  message_provider_id: 'text',
  message_direction: 'text',
  message_from: 'text',
  message_to: 'text',
  message_text: 'text',
  message_status: 'text',
  message_status_rank: 'smallint',
  message_error_code: 'text',
  message_failure: 'jsonb',
  message_segments: 'integer',
  message_encoding: 'text',
  message_cost_amount: 'numeric',
  message_cost_currency: 'text',
  message_intent: 'text',
  message_occurred_at: 'timestamptz',
  message_final_at: 'timestamptz',
} as const satisfies Record<keyof MessageParameters, string>

const insert = `INSERT INTO sms_logs (
    id, business_id, provider, provider_message_id, direction, from_number, to_number, body, status, status_rank,
    error_code, failure, segments, encoding, cost_amount, cost_currency, intent, occurred_at, final_at, created_at,
    updated_at
  )
  SELECT
    inbox.id, inbox.business_id, :message_provider, :message_provider_id, :message_direction, :message_from,
    :message_to, :message_text, :message_status, :message_status_rank, :message_error_code, :message_failure,
    :message_segments, :message_encoding, :message_cost_amount, :message_cost_currency, :message_intent,
    :message_occurred_at, :message_final_at, inbox.received_at, inbox.received_at
  FROM inbox WHERE inbox.business_id IS NOT NULL
  ON CONFLICT (provider, provider_message_id)`

const returning = `RETURNING sms_logs.business_id, sms_logs.id AS subject_id,
  jsonb_build_object('message', ${messageJsonSql}) AS data`

/** The SET list that moves a text on, whatever the order of its events: the higher status wins, and brings its error. */
const messageMerge = `DO UPDATE SET
    status = CASE WHEN EXCLUDED.status_rank > sms_logs.status_rank THEN EXCLUDED.status ELSE sms_logs.status END,
    error_code = CASE
      WHEN EXCLUDED.status_rank > sms_logs.status_rank THEN EXCLUDED.error_code
      WHEN EXCLUDED.status_rank < sms_logs.status_rank THEN sms_logs.error_code
      ELSE GREATEST(sms_logs.error_code COLLATE "C", EXCLUDED.error_code) END,
    failure = CASE
      WHEN EXCLUDED.status_rank > sms_logs.status_rank THEN EXCLUDED.failure
      WHEN EXCLUDED.status_rank < sms_logs.status_rank THEN sms_logs.failure
      WHEN sms_logs.error_code IS NULL OR EXCLUDED.error_code > sms_logs.error_code COLLATE "C" THEN EXCLUDED.failure
      ELSE sms_logs.failure END,
    final_at = CASE
      WHEN EXCLUDED.status_rank > sms_logs.status_rank THEN EXCLUDED.final_at
      WHEN EXCLUDED.status_rank < sms_logs.status_rank THEN sms_logs.final_at
      ELSE LEAST(sms_logs.final_at, EXCLUDED.final_at) END,
    status_rank = GREATEST(sms_logs.status_rank, EXCLUDED.status_rank),
    segments = GREATEST(sms_logs.segments, EXCLUDED.segments),
    encoding = GREATEST(sms_logs.encoding COLLATE "C", EXCLUDED.encoding),
    cost_amount = GREATEST(sms_logs.cost_amount, EXCLUDED.cost_amount),
    cost_currency = GREATEST(sms_logs.cost_currency COLLATE "C", EXCLUDED.cost_currency),
    occurred_at = LEAST(sms_logs.occurred_at, EXCLUDED.occurred_at),
    created_at = LEAST(sms_logs.created_at, EXCLUDED.created_at),
    updated_at = GREATEST(sms_logs.updated_at, EXCLUDED.updated_at)
  WHERE sms_logs.business_id = EXCLUDED.business_id`

/** Stores an inbound text once. The same text under another event changes nothing, so that it is not answered twice. */
export const messageReceivedFragment: TransitionFragment = {
  parameters,
  members: [{ name: 'transition', sql: `${insert} DO NOTHING\n  ${returning}` }],
}

/** Moves a text of ours on; it is stored, too, when its event overtakes our own record of the send. */
export const messageStatusFragment: TransitionFragment = {
  parameters,
  members: [{ name: 'transition', sql: `${insert} ${messageMerge}\n  ${returning}` }],
}
