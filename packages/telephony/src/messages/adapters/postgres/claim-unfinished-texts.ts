import type { BusinessId, Transactions } from '@cloudgreet/core'
import { executorOf } from '@cloudgreet/core/postgres'
import { sql } from 'kysely'

import type { TelephonyTables } from '../../../postgres/telephony-tables.ts'

/** A text of ours whose end no event has told. */
export interface UnfinishedText {
  readonly businessId: BusinessId
  readonly provider: string
  readonly providerMessageId: string
  readonly from: string
  readonly to: string
  readonly sentAt: Date
}

export interface UnfinishedTextsQuery {
  readonly now: Date
  /** Younger texts are left to their events. */
  readonly sentBefore: Date
  /** Texts that somebody asked about since are left alone. */
  readonly lookedUpBefore: Date
  readonly limit: number
}

/**
 * Takes texts to look up, the oldest first, and marks them, so that no other process asks about the same ones.
 *
 * The look-up goes over all businesses: it is the operator's work.
 */
export function claimUnfinishedTexts(
  transactions: Transactions,
  { now, sentBefore, lookedUpBefore, limit }: UnfinishedTextsQuery,
): Promise<readonly UnfinishedText[]> {
  return transactions.asOwner('unfinished_texts', async (transaction) => {
    const { rows } = await sql<UnfinishedText>`
      UPDATE sms_logs SET looked_up_at = ${now}
      WHERE id IN (
        SELECT id FROM sms_logs
        WHERE direction = 'outbound' AND final_at IS NULL AND created_at < ${sentBefore}
          AND (looked_up_at IS NULL OR looked_up_at < ${lookedUpBefore})
        ORDER BY created_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING business_id AS "businessId", provider, provider_message_id AS "providerMessageId",
        from_number AS "from", to_number AS "to", created_at AS "sentAt"`.execute(
      executorOf<TelephonyTables>(transaction),
    )
    return rows
  })
}
