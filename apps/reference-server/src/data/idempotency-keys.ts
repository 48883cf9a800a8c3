import { createHash } from 'node:crypto'

import type { Json, Transactions } from '@cloudgreet/core'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'
import { type Kysely, sql } from 'kysely'

/** A claim whose process died is taken over after this long, in milliseconds. */
const abandonedAfterMs = 60_000

export type IdempotencyClaim =
  | { readonly outcome: 'first' }
  | { readonly outcome: 'repeat'; readonly status: number; readonly body: Json }
  /** The same key, another request. */
  | { readonly outcome: 'mismatch' }
  /** The first request is not answered yet. */
  | { readonly outcome: 'running' }

/** Remembers the answers of requests that must not happen twice. */
export interface IdempotencyKeys {
  /** @param scope - whose keys they are and for which route */
  claim(scope: string, key: string, request: Json): Promise<IdempotencyClaim>
  /** `body` holds no secret: it is stored in clear. */
  finish(scope: string, key: string, answer: { readonly status: number; readonly body: Json }): Promise<void>
  /** Forgets the claim: the request failed, so that a repeat is a new try. */
  abandon(scope: string, key: string): Promise<void>
}

/** Keys in the table `idempotency_keys`. */
export function createIdempotencyKeys(transactions: Transactions): IdempotencyKeys {
  return {
    claim: (scope, key, request) =>
      transactions.asOwner('claim_idempotency_key', async (transaction) => {
        const tables = executorOf<CoreTables>(transaction)
        const digest = createHash('sha256').update(JSON.stringify(request)).digest('hex')
        const isFirst = await insertClaim(tables, { scope, key, digest })
        if (isFirst) return { outcome: 'first' }
        const stored = await tables
          .selectFrom('idempotency_keys')
          .selectAll()
          .where('scope', '=', scope)
          .where('key', '=', key)
          .executeTakeFirst()
        if (stored === undefined) return { outcome: 'running' }
        if (stored.request_digest !== digest) return { outcome: 'mismatch' }
        if (stored.status === 'running') return { outcome: 'running' }
        return { outcome: 'repeat', status: stored.response_status ?? 200, body: stored.response as Json }
      }),

    finish: (scope, key, { status, body }) =>
      transactions.asOwner('finish_idempotency_key', async (transaction) => {
        await executorOf<CoreTables>(transaction)
          .updateTable('idempotency_keys')
          .set({ status: 'done', response_status: status, response: JSON.stringify(body) })
          .where('scope', '=', scope)
          .where('key', '=', key)
          .execute()
      }),

    abandon: (scope, key) =>
      transactions.asOwner('abandon_idempotency_key', async (transaction) => {
        await executorOf<CoreTables>(transaction)
          .deleteFrom('idempotency_keys')
          .where('scope', '=', scope)
          .where('key', '=', key)
          .where('status', '=', 'running')
          .execute()
      }),
  }
}

/** True when the key is ours: new, or left running by a process that died. */
async function insertClaim(
  tables: Kysely<CoreTables>,
  { scope, key, digest }: { readonly scope: string; readonly key: string; readonly digest: string },
): Promise<boolean> {
  // A lease is measured by the database's clock: one for all servers, whatever theirs do.
  const now = sql<Date>`clock_timestamp()`
  const abandonedBefore = sql<Date>`clock_timestamp() - ${abandonedAfterMs} * interval '1 millisecond'`
  const claimed = await tables
    .insertInto('idempotency_keys')
    .values({
      scope,
      key,
      request_digest: digest,
      status: 'running',
      response_status: null,
      response: null,
      created_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['scope', 'key'])
        .doUpdateSet({ created_at: now })
        .where('idempotency_keys.status', '=', 'running')
        .where('idempotency_keys.request_digest', '=', digest)
        .where('idempotency_keys.created_at', '<', abandonedBefore),
    )
    .returning('key')
    .executeTakeFirst()
  return claimed !== undefined
}
