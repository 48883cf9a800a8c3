import type { Clock, EventId, IdSource, Transactions } from '@cloudgreet/core'
import type { InboxEvent } from '@cloudgreet/core/contract'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'
import { type Kysely, type Selectable, sql } from 'kysely'

import { inboxEntryColumns, toInboxEntry } from './inbox-entries.ts'

export interface InboxEventTools {
  readonly transactions: Transactions
  readonly clock: Clock
  readonly ids: IdSource
}

/** One delivery. Its bytes hold personal data: that they were read goes into the operators' audit. */
export function findInboxEvent(
  { transactions, ...audit }: InboxEventTools,
  id: EventId,
  { withBody }: { readonly withBody: boolean },
): Promise<InboxEvent | undefined> {
  return transactions.asOwner('read_inbox_event', async (transaction) => {
    const tables = executorOf<CoreTables>(transaction)
    const row = await tables
      .selectFrom('webhook_inbox')
      .select([...inboxEntryColumns, ...columns, sql<number>`octet_length(body)`.as('body_bytes')])
      .where('id', '=', id)
      .executeTakeFirst()
    if (row === undefined) return undefined
    const event: InboxEvent = {
      ...toInboxEntry(row),
      account: row.account,
      occurredAt: toInstant(row.occurred_at),
      bodyBytes: row.body_bytes,
      bodyDigest: row.body_digest,
      firstFailedAt: toInstant(row.first_failed_at),
      lastFailedAt: toInstant(row.last_failed_at),
      nextAttemptAt: toInstant(row.next_attempt_at),
    }
    return withBody ? { ...event, body: await readBody(tables, id, audit) } : event
  })
}

const columns = [
  'account',
  'occurred_at',
  'body_digest',
  'first_failed_at',
  'last_failed_at',
  'next_attempt_at',
] as const

async function readBody(
  tables: Kysely<CoreTables>,
  id: EventId,
  { clock, ids }: Omit<InboxEventTools, 'transactions'>,
): Promise<NonNullable<InboxEvent['body']>> {
  await tables
    .insertInto('operator_audit')
    .values({
      id: ids.next(),
      actor: 'internal_token',
      action: 'webhook_body_read',
      detail: JSON.stringify({ inboxId: id }),
      created_at: clock.now(),
    })
    .execute()
  const { body } = await tables
    .selectFrom('webhook_inbox')
    .select('body')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return toText(body)
}

function toText(body: Selectable<CoreTables['webhook_inbox']>['body']): NonNullable<InboxEvent['body']> {
  try {
    return { encoding: 'utf8', content: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body) }
  } catch {
    return { encoding: 'base64', content: body.toString('base64') }
  }
}

function toInstant(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
