import { type Kysely, sql, type Transaction as KyselyTransaction } from 'kysely'

import type { BusinessId } from '../kernel/domain/ids.ts'
import type { Transaction, Transactions } from '../kernel/ports/transactions.ts'
import type { Database } from './open-database.ts'

const executors = new WeakMap<Transaction, KyselyTransaction<unknown>>()

/** The role that tenant transactions take; row-level security holds for it. */
export const tenantRole = 'cloudgreet_app'

/** Transactions of a PostgreSQL or PGlite database. */
export function postgresTransactions(database: Database): Transactions {
  const begin = <Result>(
    prepare: (executor: KyselyTransaction<unknown>) => Promise<unknown>,
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> =>
    database
      .tables<unknown>()
      .transaction()
      .execute(async (executor) => {
        await prepare(executor)
        const transaction = Object.freeze({}) as Transaction
        executors.set(transaction, executor)
        return work(transaction)
      })
  return {
    asTenant: (business: BusinessId, work) => begin((executor) => becomeTenant(executor, business), work),
    asOwner: (_purpose, work) => begin(async () => {}, work),
  }
}

/** Transaction-local, so nothing of it stays on the pooled connection. */
async function becomeTenant(executor: Kysely<unknown>, business: BusinessId): Promise<void> {
  await sql`select set_config('role', ${tenantRole}, true), set_config('app.business_id', ${business}, true)`.execute(
    executor,
  )
}

/** The query builder of an open transaction, typed by the tables that the caller owns. */
export function executorOf<Tables>(transaction: Transaction): Kysely<Tables> {
  const executor = executors.get(transaction)
  if (executor === undefined) throw new TypeError('This transaction was not opened by postgresTransactions.')
  return executor as unknown as Kysely<Tables>
}
