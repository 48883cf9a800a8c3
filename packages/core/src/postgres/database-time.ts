import type pg from 'pg'

/**
 * The database's own time. Leases are measured by it: it is one clock for all servers, whatever theirs do.
 * To the millisecond, cut off, so that it is never ahead of what the database compares it with.
 */
export async function readDatabaseTime(connection: Pick<pg.ClientBase, 'query'>): Promise<Date> {
  const { rows } = await connection.query<{ now: Date }>('SELECT clock_timestamp() AS now')
  const now = rows[0]?.now
  if (now === undefined) throw new TypeError('The database did not tell the time.')
  return now
}
