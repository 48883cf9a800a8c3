import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

import { protectTenantTable } from '../protect-tenant-table.ts'

/** Pauses between appointments, what an agent was asked to do during calls, and messages for the owner. */
export const appointmentTables: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
    await protectTenantTable(schema, 'function_calls')
    await protectTenantTable(schema, 'caller_messages', { grants: 'SELECT, INSERT' })
  },
}

const statements = [
  // The pause after an appointment is part of what may not overlap. Null: no pause.
  `ALTER TABLE appointments ADD COLUMN busy_until timestamptz CHECK (busy_until >= ends_at)`,
  `ALTER TABLE appointments DROP CONSTRAINT appointments_no_overlap`,
  `ALTER TABLE appointments ADD CONSTRAINT appointments_no_overlap
     EXCLUDE USING gist (business_id WITH =, tstzrange(starts_at, GREATEST(busy_until, ends_at)) WITH &&)
     WHERE (status = 'booked')`,
  `CREATE INDEX appointments_business_phone ON appointments (business_id, customer_phone, starts_at)`,
  // The arguments are only here as a digest; a final answer is what a repeat gets.
  `CREATE TABLE function_calls (
    business_id uuid NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
    provider_call_id text NOT NULL,
    function text NOT NULL,
    arguments_digest text NOT NULL,
    position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    code text,
    answer jsonb,
    is_final boolean NOT NULL DEFAULT false,
    subject_id uuid,
    called_at timestamptz NOT NULL,
    PRIMARY KEY (business_id, provider_call_id, function, arguments_digest)
  )`,
  `CREATE INDEX function_calls_called ON function_calls (called_at)`,
  `CREATE TABLE caller_messages (
    id uuid PRIMARY KEY,
    business_id uuid NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
    provider_call_id text,
    caller_name text,
    callback_number text,
    message text NOT NULL CHECK (btrim(message) <> ''),
    urgent boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL
  )`,
  `CREATE INDEX caller_messages_business ON caller_messages (business_id, created_at DESC, id DESC)`,
]
