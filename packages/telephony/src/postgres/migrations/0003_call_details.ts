import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How a call was put through, and where its recording is. */
export const callDetails: Migration = {
  async up(schema: Kysely<unknown>) {
    await sql`ALTER TABLE calls
      ADD COLUMN transfer_kind text CHECK (transfer_kind IN ('warm', 'cold')),
      ADD COLUMN transfer_state text
        CHECK (transfer_state IN ('requested', 'started', 'cancelled', 'bridged', 'ended')),
      ADD COLUMN transfer_rank smallint NOT NULL DEFAULT 0,
      ADD COLUMN transfer_destination text,
      ADD COLUMN transfer_started_at timestamptz(3),
      ADD COLUMN transfer_bridged_at timestamptz(3),
      ADD COLUMN transfer_ended_at timestamptz(3),
      ADD COLUMN recording_expires_at timestamptz(3),
      ADD COLUMN recording_multi_channel_url text,
      ADD COLUMN recording_scrubbed_url text,
      ADD COLUMN recording_scrubbed_multi_channel_url text,
      ADD COLUMN recording_withheld boolean NOT NULL DEFAULT false`.execute(schema)
  },
}
