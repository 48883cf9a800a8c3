import type { Clock, IdSource, Transactions } from '@cloudgreet/core'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'
import { CompiledQuery, sql } from 'kysely'

import { RequestError } from '../http/request-error.ts'

type Row = Record<string, unknown>

/** SQL of the operator, for the embedded database that no second process can open. Sandbox only. */
export interface OperatorSql {
  /** @throws {RequestError} 422 `sql_refused` with the database's words; writing is refused, too */
  read(query: string): Promise<Row[]>
  /** Acts as the owner and leaves a row in `operator_audit`. */
  write(query: string): Promise<Row[]>
}

export function createOperatorSql(options: {
  readonly transactions: Transactions
  readonly clock: Clock
  readonly ids: IdSource
}): OperatorSql {
  const { transactions, clock, ids } = options
  return {
    read: (query) =>
      refusing(() =>
        transactions.asOwner('operator_sql', async (transaction) => {
          const tables = executorOf<CoreTables>(transaction)
          await sql`SET TRANSACTION READ ONLY`.execute(tables)
          return (await tables.executeQuery<Row>(CompiledQuery.raw(query))).rows
        }),
      ),
    write: (query) =>
      refusing(() =>
        transactions.asOwner('operator_sql', async (transaction) => {
          const tables = executorOf<CoreTables>(transaction)
          await tables
            .insertInto('operator_audit')
            .values({
              id: ids.next(),
              actor: 'internal_token',
              action: 'sql_write',
              detail: JSON.stringify({ query }),
              created_at: clock.now(),
            })
            .execute()
          return (await tables.executeQuery<Row>(CompiledQuery.raw(query))).rows
        }),
      ),
  }
}

async function refusing(work: () => Promise<Row[]>): Promise<Row[]> {
  try {
    return await work()
  } catch (error) {
    const state = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new RequestError(422, 'sql_refused', `${error instanceof Error ? error.message : String(error)}${state}`, {
      cause: error,
    })
  }
}
