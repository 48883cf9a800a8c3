import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

import { protectTenantTable } from '../protect-tenant-table.ts'

/** Who works on a business's agent, and how the agent was last found. */
export const agentTables: Migration = {
  async up(schema: Kysely<unknown>) {
    await sql`CREATE TABLE agent_upkeep (
      business_id uuid PRIMARY KEY REFERENCES businesses (id) ON DELETE CASCADE,
      holder text,
      held_until timestamptz,
      state text CHECK (state IN ('active', 'paused', 'drifted', 'inactive', 'missing')),
      drift jsonb,
      checked_at timestamptz,
      CHECK ((holder IS NULL) = (held_until IS NULL))
    )`.execute(schema)
    await protectTenantTable(schema, 'agent_upkeep')
  },
}
