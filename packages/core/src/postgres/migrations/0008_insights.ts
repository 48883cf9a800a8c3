import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

import { protectTenantTable } from '../protect-tenant-table.ts'

/** What calls tell: each run with its result, the model's cost, and whether the owner wants any. */
export const insightTables: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
    await protectTenantTable(schema, 'insight_runs', { grants: 'SELECT, INSERT, UPDATE' })
  },
}

const statements = [
  `ALTER TABLE businesses ADD COLUMN insights_enabled boolean NOT NULL DEFAULT true`,
  `CREATE TABLE insight_runs (
    id uuid PRIMARY KEY,
    business_id uuid NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
    status text NOT NULL CHECK (status IN ('running', 'done', 'failed')),
    requested_at timestamptz(3) NOT NULL,
    model_asked boolean NOT NULL DEFAULT false,
    input_digest text,
    prompt_version text,
    model text,
    report jsonb,
    tokens integer NOT NULL DEFAULT 0,
    generated_at timestamptz(3)
  )`,
  `CREATE UNIQUE INDEX insight_runs_one_open ON insight_runs (business_id) WHERE status = 'running'`,
  `CREATE INDEX insight_runs_business ON insight_runs (business_id, requested_at DESC, id DESC)`,
]
