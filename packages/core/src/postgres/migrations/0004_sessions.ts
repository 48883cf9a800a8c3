import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Registrations, sessions, tickets, idempotency keys, kept mails and the operators' audit: no tenant reads these. */
export const sessionTables: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
  },
}

const statements = [
  `CREATE TABLE registrations (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    status text NOT NULL CHECK (status IN ('provisioning', 'active', 'failed', 'stuck')),
    user_id uuid NOT NULL,
    business_id uuid NOT NULL,
    form jsonb NOT NULL,
    password_hash text,
    code text,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    CHECK (finished_at IS NULL OR password_hash IS NULL)
  )`,
  `CREATE UNIQUE INDEX registrations_one_live ON registrations (email) WHERE status IN ('provisioning', 'stuck')`,
  `CREATE INDEX registrations_email ON registrations (email, created_at DESC)`,
  `CREATE TABLE registration_steps (
    registration_id uuid NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    position integer NOT NULL,
    step text NOT NULL,
    status text NOT NULL CHECK (status IN ('planned', 'done', 'compensated', 'compensation_failed')),
    planned_at timestamptz NOT NULL,
    settled_at timestamptz,
    error_code text,
    PRIMARY KEY (registration_id, step)
  )`,
  `CREATE TABLE refresh_tokens (
    id uuid PRIMARY KEY,
    family_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    token_digest bytea NOT NULL UNIQUE,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz
  )`,
  `CREATE INDEX refresh_tokens_family ON refresh_tokens (family_id)`,
  `CREATE INDEX refresh_tokens_user ON refresh_tokens (user_id)`,
  `CREATE TABLE realtime_tickets (
    ticket_digest bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    business_id uuid NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
    token_id text NOT NULL,
    expires_at timestamptz NOT NULL
  )`,
  `CREATE TABLE idempotency_keys (
    scope text NOT NULL,
    key text NOT NULL,
    request_digest text NOT NULL,
    status text NOT NULL CHECK (status IN ('running', 'done')),
    response_status integer,
    response jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, key)
  )`,
  `CREATE TABLE mails (
    id uuid PRIMARY KEY,
    idempotency_key text NOT NULL UNIQUE,
    to_address text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE operator_audit (
    id uuid PRIMARY KEY,
    actor text NOT NULL,
    action text NOT NULL,
    detail jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
]
