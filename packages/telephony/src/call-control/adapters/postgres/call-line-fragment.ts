import type { TransitionFragment } from '@cloudgreet/core/postgres'

import { callDataSql } from '../../../calls/adapters/postgres/call-data-sql.ts'

/**
 * Tells a business of an event on another line of its controlled call (the agent's, the owner's) or of its voicemail,
 * whose recording it keeps by reference. No line but the caller's has a row of its own.
 */
export const callLineFragment: TransitionFragment = {
  parameters: { line_control_id: 'text', line_recording_url: 'text' },
  members: [
    {
      name: 'transition',
      sql: `UPDATE calls SET
    recording_url = COALESCE(:line_recording_url, calls.recording_url),
    updated_at = GREATEST(calls.updated_at, inbox.received_at)
  FROM inbox
  WHERE calls.provider = 'telnyx' AND calls.provider_call_id = :line_control_id
    AND calls.business_id = inbox.business_id
  RETURNING calls.business_id, calls.id AS subject_id, ${callDataSql} AS data`,
    },
  ],
}
