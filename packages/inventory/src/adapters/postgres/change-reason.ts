import { type RawBuilder, sql } from 'kysely'

/**
 * A one-row table expression that tells the history trigger why, and in whose name, the statement changes numbers.
 * It holds until the end of the transaction.
 */
export function changeReason(reason: string): RawBuilder<unknown> {
  return sql`(
    SELECT set_config('inventory.reason', ${reason}, true), set_config('inventory.actor', 'system', true)
  ) AS change_reason`
}
