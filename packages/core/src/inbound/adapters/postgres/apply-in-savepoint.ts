import type pg from 'pg'

import type { BusinessId } from '../../../kernel/domain/ids.ts'
import { isLostConnection } from '../../../postgres/database-failure.ts'
import type { BoundStatement } from './inbound-values.ts'

/** The closing row of a composed statement. `seq` is null when nothing was told to the business. */
export interface OutcomeRow {
  readonly stored: boolean
  readonly business_id: BusinessId | null
  readonly seq: string | null
}

export type Applied<Row = OutcomeRow> =
  | { readonly isApplied: true; readonly row: Row | undefined }
  | { readonly isApplied: false; readonly error: unknown }

/**
 * Runs the statement so that its failure leaves the open transaction as it was.
 *
 * @param bindStatement - may throw: that counts as a failure of the statement
 * @throws only when the connection is lost
 */
export async function applyInSavepoint<Row extends pg.QueryResultRow = OutcomeRow>(
  client: pg.PoolClient,
  bindStatement: () => BoundStatement,
): Promise<Applied<Row>> {
  await client.query('SAVEPOINT transition')
  try {
    const { rows } = await client.query<Row>(bindStatement())
    await client.query('RELEASE SAVEPOINT transition')
    return { isApplied: true, row: rows[0] }
  } catch (error) {
    if (isLostConnection(error)) throw error
    await client.query('ROLLBACK TO SAVEPOINT transition')
    return { isApplied: false, error }
  }
}

/** Commits what `work` did, or undoes all of it. */
export async function inTransaction<Result>(client: pg.PoolClient, work: () => Promise<Result>): Promise<Result> {
  await client.query('BEGIN')
  try {
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    if (!isLostConnection(error)) await client.query('ROLLBACK')
    throw error
  }
}
