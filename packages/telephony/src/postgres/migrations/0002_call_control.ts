import { protectTenantTable } from '@cloudgreet/core/postgres'
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Calls that we control ourselves: their state, the route of each number, and which of two rows is the call. */
export const callControl: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
    await protectTenantTable(schema, 'controlled_calls')
    await protectTenantTable(schema, 'number_routes')
  },
}

const statements = [
  `ALTER TABLE calls ADD COLUMN superseded_by uuid, ADD COLUMN failover_reason text`,
  `CREATE TABLE controlled_calls (
    call_id uuid PRIMARY KEY REFERENCES calls (id) ON DELETE CASCADE,
    business_id uuid NOT NULL,
    state text NOT NULL,
    agent_call_id text,
    failover_reason text,
    is_line_up boolean NOT NULL,
    outcome text,
    may_be_registered boolean NOT NULL DEFAULT false,
    moved_by text NOT NULL,
    moved_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX controlled_calls_business ON controlled_calls (business_id, moved_at)`,
  `CREATE TABLE number_routes (
    business_id uuid NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
    number text NOT NULL,
    route text NOT NULL CHECK (route IN ('trunk', 'call-control')),
    updated_at timestamptz(3) NOT NULL,
    PRIMARY KEY (business_id, number)
  )`,
]
