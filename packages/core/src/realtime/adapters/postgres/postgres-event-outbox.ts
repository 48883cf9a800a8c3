import { sql } from 'kysely'

import { InvalidArgumentError } from '../../../errors/invalid-argument-error.ts'
import type { BusinessId } from '../../../kernel/domain/ids.ts'
import type { Transaction } from '../../../kernel/ports/transactions.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import type { Database } from '../../../postgres/open-database.ts'
import { executorOf, postgresTransactions } from '../../../postgres/postgres-transactions.ts'
import type { BusinessEvent } from '../../domain/business-event.ts'
import { toEventPage } from '../../domain/event-page.ts'
import type { EventOutbox } from '../../ports/event-outbox.ts'

/** The streams in PostgreSQL or PGlite. Appends run in the caller's transaction, reads as the business. */
export function createPostgresEventOutbox({ database }: { readonly database: Database }): EventOutbox {
  const transactions = postgresTransactions(database)
  return {
    append: async (event, transaction) => {
      const { rows } = await sql<{ seq: string }>`
        WITH counter AS (
          UPDATE business_counters SET seq = seq + 1 WHERE business_id = ${event.businessId} RETURNING business_id, seq
        )
        INSERT INTO outbox (business_id, seq, id, type, occurred_at, data, workflow)
        SELECT business_id, seq, ${event.id}::uuid, ${event.type}::text, ${event.occurredAt}::timestamptz,
          ${JSON.stringify(event.data)}::jsonb, ${event.workflow ?? null}::text
        FROM counter RETURNING seq`.execute(executorOf(transaction))
      if (rows[0] === undefined) throw new InvalidArgumentError('There is no business with this id.')
      return Number(rows[0].seq)
    },
    read: (business, afterSeq, limit) =>
      transactions.asTenant(business, async (transaction) => {
        const lastSeq = await selectLastSeq(business, transaction)
        return toEventPage(await selectEvents(transaction, { business, afterSeq, limit }), { afterSeq, lastSeq })
      }),
    lastSeq: (business) => transactions.asTenant(business, (transaction) => selectLastSeq(business, transaction)),
  }
}

async function selectLastSeq(business: BusinessId, transaction: Transaction): Promise<number> {
  const counter = await executorOf<CoreTables>(transaction)
    .selectFrom('business_counters')
    .select('seq')
    .where('business_id', '=', business)
    .executeTakeFirst()
  return Number(counter?.seq ?? 0)
}

async function selectEvents(
  transaction: Transaction,
  { business, afterSeq, limit }: { readonly business: BusinessId; readonly afterSeq: number; readonly limit: number },
): Promise<BusinessEvent[]> {
  const rows = await executorOf<CoreTables>(transaction)
    .selectFrom('outbox')
    .select(['id', 'seq', 'type', 'occurred_at', 'data'])
    .where('business_id', '=', business)
    .where('seq', '>', String(afterSeq))
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    businessId: business,
    seq: Number(row.seq),
    type: row.type,
    occurredAt: row.occurred_at,
    data: row.data as BusinessEvent['data'],
  }))
}
