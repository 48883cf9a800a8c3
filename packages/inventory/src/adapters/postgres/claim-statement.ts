import type { BusinessId, PhoneNumber } from '@cloudgreet/core'
import { type RawBuilder, sql } from 'kysely'

import { changeReason } from './change-reason.ts'

/**
 * Claims in one statement: the number that the business holds, else a free one, else no row.
 *
 * The row lock with its re-check keeps two claims off one number; the unique index keeps a business to one.
 *
 * @param locking - `skip` passes over rows that other open transactions hold; `wait` waits for what becomes of them
 */
export function claimStatement(
  business: BusinessId,
  now: Date,
  { locking }: { readonly locking: 'skip' | 'wait' },
): RawBuilder<{ number: PhoneNumber }> {
  return sql<{ number: PhoneNumber }>`
    WITH held AS (
      SELECT number FROM toll_free_numbers
      WHERE assigned_to = ${business} AND status IN ('reserved', 'assigned')
    ), claimed AS (
      UPDATE toll_free_numbers
      SET status = 'reserved', assigned_to = ${business}, reserved_at = ${now}
      FROM ${changeReason('claimed')}
      WHERE id = (
        SELECT id FROM toll_free_numbers
        WHERE status = 'available' AND verification_status = 'verified' AND NOT EXISTS (SELECT FROM held)
        ORDER BY id
        LIMIT 1
        FOR UPDATE ${locking === 'skip' ? sql`SKIP LOCKED` : sql``}
      ) AND status = 'available'
      RETURNING number
    )
    SELECT number FROM held UNION ALL SELECT number FROM claimed`
}
