import type pg from 'pg'

import type { Database } from '../../../postgres/open-database.ts'
import { inTransaction } from './apply-in-savepoint.ts'

/** Longest single statement on a stored event, in milliseconds: one that waits for ever must not hold up the others. */
const statementTimeoutMs = 10_000

/** One transaction on a connection of its own, which is thrown away when the work throws. */
export async function onBoundedTransaction<Result>(
  { pool }: Database,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  let destroy = true
  try {
    const result = await inTransaction(client, async () => {
      await client.query(`SET LOCAL statement_timeout = ${statementTimeoutMs}`)
      return work(client)
    })
    destroy = false
    return result
  } finally {
    client.release(destroy)
  }
}
