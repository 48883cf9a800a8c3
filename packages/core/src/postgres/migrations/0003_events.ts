import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

import { protectTenantTable } from '../protect-tenant-table.ts'

/** What came in (inbox) and what each business's readers get (outbox). */
export const eventTables: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
    await protectTenantTable(schema, 'webhook_inbox', { grants: 'SELECT' })
    await protectTenantTable(schema, 'outbox', { grants: 'SELECT, INSERT' })
  },
}

const statements = [
  // Unpartitioned, so that the key stays unique; kept 40 days.
  `CREATE TABLE webhook_inbox (
    id uuid PRIMARY KEY,
    provider text NOT NULL,
    account text NOT NULL,
    event_key text NOT NULL,
    event_type text,
    business_id uuid REFERENCES businesses (id) ON DELETE CASCADE,
    status text NOT NULL CHECK (status IN ('processed', 'unrouted', 'failed', 'dead', 'quarantined')),
    body bytea NOT NULL,
    body_digest text NOT NULL,
    received_at timestamptz NOT NULL,
    occurred_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    error_class text,
    first_failed_at timestamptz,
    last_failed_at timestamptz,
    answered_status integer,
    answered_at timestamptz,
    UNIQUE (provider, account, event_key)
  )`,
  `CREATE INDEX webhook_inbox_business ON webhook_inbox (business_id, received_at DESC)`,
  `CREATE INDEX webhook_inbox_received ON webhook_inbox (received_at)`,
  `CREATE INDEX webhook_inbox_due ON webhook_inbox (next_attempt_at) WHERE status = 'failed'`,
  `CREATE TABLE outbox (
    business_id uuid NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
    seq bigint NOT NULL,
    id uuid NOT NULL UNIQUE,
    type text NOT NULL,
    occurred_at timestamptz NOT NULL,
    data jsonb NOT NULL,
    workflow text,
    relayed_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (business_id, seq)
  )`,
  `CREATE INDEX outbox_unrelayed ON outbox (created_at) WHERE workflow IS NOT NULL AND relayed_at IS NULL`,
]
