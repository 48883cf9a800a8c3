import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

import { protectTenantTable } from '../protect-tenant-table.ts'

/** Businesses, their counters, and appointments that never overlap. */
export const businessTables: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
    await protectTenantTable(schema, 'businesses', { column: 'id', grants: 'SELECT, UPDATE' })
    await protectTenantTable(schema, 'business_counters', { grants: 'SELECT, UPDATE' })
    await protectTenantTable(schema, 'appointments')
    await protectTenantTable(schema, 'custom_users', { grants: 'SELECT' })
  },
}

const statements = [
  `CREATE TABLE businesses (
    id uuid PRIMARY KEY,
    business_name text NOT NULL CHECK (btrim(business_name) <> ''),
    owner_id uuid UNIQUE REFERENCES custom_users (id),
    kind text NOT NULL DEFAULT 'customer' CHECK (kind IN ('customer', 'operator')),
    status text NOT NULL DEFAULT 'provisioning' CHECK (status IN ('provisioning', 'active', 'closed')),
    retell_agent_id text UNIQUE,
    phone_number text UNIQUE,
    forward_number text,
    email text,
    website text,
    industry text,
    time_zone text NOT NULL DEFAULT 'America/New_York',
    greeting text,
    services jsonb,
    hours jsonb,
    booking_rules jsonb,
    agent_paused boolean NOT NULL DEFAULT false,
    synthetic boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE UNIQUE INDEX businesses_one_operator ON businesses (kind) WHERE kind = 'operator'`,
  `ALTER TABLE custom_users ADD CONSTRAINT custom_users_business_id_fkey
     FOREIGN KEY (business_id) REFERENCES businesses (id) ON DELETE SET NULL`,
  `CREATE INDEX custom_users_business ON custom_users (business_id)`,
  // No foreign key: the row holds the head of the consent chain, which outlives the business. The chain begins with the
  // hash of the business's id, so that it fits no other business.
  `CREATE TABLE business_counters (
    business_id uuid PRIMARY KEY,
    seq bigint NOT NULL DEFAULT 0,
    chain_seq bigint NOT NULL DEFAULT 0,
    chain_prev bytea NOT NULL,
    chain_head bytea NOT NULL
  )`,
  `CREATE FUNCTION count_business() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     origin bytea := sha256(convert_to(NEW.id::text, 'UTF8'));
   BEGIN
     INSERT INTO business_counters (business_id, chain_prev, chain_head) VALUES (NEW.id, origin, origin)
       ON CONFLICT DO NOTHING;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER businesses_counter AFTER INSERT ON businesses FOR EACH ROW EXECUTE FUNCTION count_business()`,
  `INSERT INTO businesses (id, business_name, kind, status) VALUES (gen_random_uuid(), 'CloudGreet', 'operator', 'active')`,
  `CREATE EXTENSION IF NOT EXISTS btree_gist`,
  `CREATE TABLE appointments (
    id uuid PRIMARY KEY,
    business_id uuid NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
    call_id uuid,
    customer_name text NOT NULL,
    customer_phone text,
    service text,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'booked' CHECK (status IN ('booked', 'cancelled', 'completed')),
    notes text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (ends_at > starts_at),
    CONSTRAINT appointments_no_overlap
      EXCLUDE USING gist (business_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status = 'booked')
  )`,
  `CREATE INDEX appointments_business_start ON appointments (business_id, starts_at)`,
]
