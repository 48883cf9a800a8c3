import { protectTenantTable } from '@cloudgreet/core/postgres'
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Calls and texts. Every time is in milliseconds, so that what a page cursor holds is what the row holds. */
export const callsAndTexts: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
    await protectTenantTable(schema, 'calls')
    await protectTenantTable(schema, 'sms_logs')
  },
}

const statements = [
  `CREATE TABLE calls (
    id uuid PRIMARY KEY,
    business_id uuid NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
    provider text NOT NULL,
    provider_call_id text NOT NULL,
    route text NOT NULL CHECK (route IN ('trunk', 'call-control')),
    agent_id text,
    agent_version integer,
    direction text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    from_number text,
    to_number text,
    status text NOT NULL CHECK (status IN ('registered', 'ongoing', 'ended', 'not_connected', 'error')),
    status_rank smallint NOT NULL,
    outcome text,
    outcome_rank smallint NOT NULL,
    disconnection_reason text,
    disconnection_stage smallint NOT NULL,
    transcript text,
    transcript_turns jsonb,
    summary text,
    sentiment text,
    success boolean,
    recording_url text,
    duration_ms integer,
    started_at timestamptz(3),
    ended_at timestamptz(3),
    analyzed_at timestamptz(3),
    first_seen_at timestamptz(3) NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    UNIQUE (provider, provider_call_id)
  )`,
  `CREATE INDEX calls_business_created ON calls (business_id, created_at DESC, id DESC)`,
  `CREATE TABLE sms_logs (
    id uuid PRIMARY KEY,
    business_id uuid NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
    provider text NOT NULL,
    provider_message_id text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    from_number text NOT NULL,
    to_number text NOT NULL,
    body text NOT NULL,
    status text NOT NULL,
    status_rank smallint NOT NULL,
    error_code text,
    idempotency_key text,
    segments integer,
    encoding text,
    intent text,
    purpose text,
    occurred_at timestamptz(3) NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL,
    UNIQUE (provider, provider_message_id)
  )`,
  `CREATE INDEX sms_logs_business_created ON sms_logs (business_id, created_at DESC, id DESC)`,
  `CREATE UNIQUE INDEX sms_logs_business_key ON sms_logs (business_id, idempotency_key) WHERE idempotency_key IS NOT NULL`,
]
