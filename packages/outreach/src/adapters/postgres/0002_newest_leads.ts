import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The list of leads, newest first. */
export const newestLeads: Migration = {
  async up(schema: Kysely<unknown>) {
    await sql`CREATE INDEX prospects_business_created ON prospects (business_id, created_at DESC, id DESC)`.execute(
      schema,
    )
  },
}
