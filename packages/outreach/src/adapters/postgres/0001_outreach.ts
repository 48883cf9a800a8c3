import { protectTenantTable } from '@cloudgreet/core/postgres'
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Prospects, the attempts to reach them, and the work of the people who sell. All belong to a business. */
export const outreachTables: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
    await protectTenantTable(schema, 'prospects')
    await protectTenantTable(schema, 'outreach_events', { grants: 'SELECT, INSERT' })
    await protectTenantTable(schema, 'sales_activities', { grants: 'SELECT, INSERT' })
    await protectTenantTable(schema, 'sales_tasks')
  },
}

const statements = [
  // `UNIQUE (id, business_id)` lets the other tables refer to a prospect of their own business only.
  `CREATE TABLE prospects (
    id uuid PRIMARY KEY,
    business_id uuid NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
    email text,
    phone text CHECK (phone ~ '^\\+[1-9][0-9]{6,14}$'),
    first_name text,
    last_name text,
    company text,
    title text,
    source text NOT NULL CHECK (btrim(source) <> ''),
    status text NOT NULL DEFAULT 'new'
      CHECK (status IN ('new', 'contacted', 'replied', 'qualified', 'won', 'lost', 'opted_out')),
    owner_id uuid REFERENCES custom_users (id) ON DELETE SET NULL,
    opted_out_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (id, business_id),
    CHECK (email IS NOT NULL OR phone IS NOT NULL),
    CHECK (status <> 'opted_out' OR opted_out_at IS NOT NULL)
  )`,
  `CREATE UNIQUE INDEX prospects_business_email ON prospects (business_id, lower(email))`,
  `CREATE INDEX prospects_business_status ON prospects (business_id, status, id)`,
  // One row for each attempt; the key makes a repeated attempt the same row.
  `CREATE TABLE outreach_events (
    id uuid PRIMARY KEY,
    business_id uuid NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
    prospect_id uuid NOT NULL,
    key text NOT NULL CHECK (btrim(key) <> ''),
    channel text NOT NULL CHECK (channel IN ('sms', 'voice', 'email')),
    provider text,
    result text NOT NULL CHECK (result IN ('sent', 'skipped', 'failed')),
    reason text,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (business_id, key),
    FOREIGN KEY (prospect_id, business_id) REFERENCES prospects (id, business_id) ON DELETE CASCADE,
    CHECK (result = 'sent' OR reason IS NOT NULL),
    CHECK (result <> 'sent' OR provider IS NOT NULL)
  )`,
  `CREATE INDEX outreach_events_prospect ON outreach_events (business_id, prospect_id, created_at DESC)`,
  `CREATE TABLE sales_activities (
    id uuid PRIMARY KEY,
    business_id uuid NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
    prospect_id uuid,
    user_id uuid REFERENCES custom_users (id) ON DELETE SET NULL,
    type text NOT NULL CHECK (type IN ('call', 'email', 'text', 'meeting', 'note')),
    outcome text,
    notes text,
    occurred_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (prospect_id, business_id) REFERENCES prospects (id, business_id) ON DELETE CASCADE
  )`,
  `CREATE INDEX sales_activities_business ON sales_activities (business_id, occurred_at DESC, id)`,
  `CREATE TABLE sales_tasks (
    id uuid PRIMARY KEY,
    business_id uuid NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
    prospect_id uuid,
    assigned_to uuid REFERENCES custom_users (id) ON DELETE SET NULL,
    title text NOT NULL CHECK (btrim(title) <> ''),
    due_at timestamptz,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'claimed', 'completed', 'cancelled')),
    claimed_at timestamptz,
    completed_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (prospect_id, business_id) REFERENCES prospects (id, business_id) ON DELETE CASCADE,
    CHECK (status <> 'claimed' OR claimed_at IS NOT NULL),
    CHECK ((status = 'completed') = (completed_at IS NOT NULL)),
    CHECK (completed_at >= claimed_at)
  )`,
  `CREATE INDEX sales_tasks_business ON sales_tasks (business_id, status, due_at)`,
]
