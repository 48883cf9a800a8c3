import type { PagePosition, Transactions } from '@cloudgreet/core'
import type { InboxEntry } from '@cloudgreet/core/contract'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'
import { type Selectable, sql } from 'kysely'

export interface InboxRow extends PagePosition {
  readonly entry: InboxEntry
}

export interface InboxFilter {
  readonly limit: number
  readonly after?: PagePosition | undefined
  readonly provider?: string | undefined
  readonly status?: InboxEntry['status'] | undefined
}

/** What an {@link InboxEntry} is made of. */
export const inboxEntryColumns = [
  'id',
  'provider',
  'event_key',
  'event_type',
  'business_id',
  'status',
  'received_at',
  'answered_status',
  'answered_at',
  'attempts',
  'error_class',
] as const

/** What came in, the latest first, with what we answered. For operators: it sees every business. */
export function listInboxEntries(transactions: Transactions, filter: InboxFilter): Promise<InboxRow[]> {
  return transactions.asOwner('list_inbox', async (transaction) => {
    const { after, provider, status, limit } = filter
    const rows = await executorOf<CoreTables>(transaction)
      .selectFrom('webhook_inbox')
      .select(inboxEntryColumns)
      .$if(provider !== undefined, (query) => query.where('provider', '=', provider ?? ''))
      .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'processed'))
      .$if(after !== undefined, (query) =>
        query.where(sql<boolean>`(received_at, id) < (${after?.at}::timestamptz, ${after?.id}::uuid)`),
      )
      .orderBy('received_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ at: row.received_at, id: row.id, entry: toInboxEntry(row) }))
  })
}

type EntryRow = Pick<Selectable<CoreTables['webhook_inbox']>, (typeof inboxEntryColumns)[number]>

export function toInboxEntry(row: EntryRow): InboxEntry {
  return {
    id: row.id,
    provider: row.provider,
    eventKey: row.event_key,
    eventType: row.event_type,
    businessId: row.business_id,
    status: row.status,
    receivedAt: row.received_at.toISOString(),
    answeredStatus: row.answered_status,
    answeredAt: row.answered_at?.toISOString() ?? null,
    attempts: row.attempts,
    errorClass: row.error_class,
  }
}
