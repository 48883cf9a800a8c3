import { type Kysely, sql } from 'kysely'

import { tenantRole } from './postgres-transactions.ts'

/**
 * Puts the second wall round a table: as the tenant role, only rows of `app.business_id` are seen and taken.
 *
 * @param column - the column that names the business. Default: `business_id`
 */
export async function protectTenantTable(
  schema: Kysely<unknown>,
  table: string,
  { column = 'business_id', grants = 'SELECT, INSERT, UPDATE, DELETE' }: { column?: string; grants?: string } = {},
): Promise<void> {
  const name = sql.table(table)
  const role = sql.ref(tenantRole)
  const own = sql`${sql.ref(column)} = NULLIF(current_setting('app.business_id', true), '')::uuid`
  await sql`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`.execute(schema)
  await sql`CREATE POLICY tenant ON ${name} TO ${role} USING (${own}) WITH CHECK (${own})`.execute(schema)
  await sql`GRANT ${sql.raw(grants)} ON ${name} TO ${role}`.execute(schema)
}
