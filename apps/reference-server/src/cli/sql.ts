import { openDatabase } from '@cloudgreet/core/postgres'
import { z } from 'zod'

import { askServer } from './ask-server.ts'
import { formatTable } from './format-table.ts'
import { endWith, exitCodes, requireSettings } from './server-address.ts'

type Row = Record<string, unknown>

const parameters = process.argv.slice(2)
const isWrite = parameters.includes('--write')
const query = parameters.filter((parameter) => parameter !== '--write').join(' ')
if (query === '') endWith(exitCodes.badConfiguration, 'Give the query: npm run sql -- "SELECT …" [--write]')

const settings = await requireSettings()
const rows = settings.DATABASE_URL === undefined ? await askEmbedded() : await askPostgres(settings.DATABASE_URL)
process.stdout.write(formatTable(rows))

async function askPostgres(url: string): Promise<Row[]> {
  const database = await openDatabase({ url, maxConnections: 1 })
  try {
    if (!isWrite) await database.pool.query('SET default_transaction_read_only = on')
    return (await database.pool.query<Row>(query)).rows
  } catch (error) {
    return endWith(exitCodes.failed, error instanceof Error ? error.message : String(error))
  } finally {
    await database.close()
  }
}

/** The running server holds the embedded database: it runs the query for us. */
async function askEmbedded(): Promise<Row[]> {
  const answer = await askServer(settings, '/api/internal/sql', { query, write: isWrite })
  return z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(answer).rows
}
