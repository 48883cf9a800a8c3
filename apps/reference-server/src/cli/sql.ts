import { openDatabase } from '@cloudgreet/core/postgres'
import { z } from 'zod'

import { askServer } from './ask-server.ts'
import { formatTable } from './format-table.ts'
import { readArguments } from './read-arguments.ts'
import { endWith, exitCodes, requireSettings } from './server-address.ts'

type Row = Record<string, unknown>

const usage = 'Give the query: npm run sql -- "SELECT …" [--write]'
const { values, positionals } = readArguments(usage, { write: { type: 'boolean', default: false } })
const isWrite = values.write
const query = positionals.join(' ')
if (query.trim() === '') endWith(exitCodes.badConfiguration, usage)

const settings = await requireSettings()
const rows = settings.DATABASE_URL === undefined ? await askEmbedded() : await askPostgres(settings.DATABASE_URL)
process.stdout.write(formatTable(rows))

async function askPostgres(url: string): Promise<Row[]> {
  const database = await openDatabase({ url, maxConnections: 1 }).catch((error: unknown) =>
    endWith(exitCodes.failed, `The database does not answer: ${toSentence(error)}`),
  )
  try {
    if (!isWrite) await database.pool.query('SET default_transaction_read_only = on')
    return (await database.pool.query<Row>(query)).rows
  } catch (error) {
    return endWith(exitCodes.failed, toSentence(error))
  } finally {
    await database.close()
  }
}

function toSentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The running server holds the embedded database: it runs the query for us. */
async function askEmbedded(): Promise<Row[]> {
  const answer = await askServer(settings, '/api/internal/sql', { query, write: isWrite })
  return z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(answer).rows
}
