import type { Clock, IdSource, PhoneNumber } from '@cloudgreet/core'
import type { Database } from '@cloudgreet/core/postgres'
import { sql } from 'kysely'

import { parseNumberLines, toAddedLines } from '../../domain/number-lines.ts'
import type { NewStock, NumberInventory } from '../../ports/number-inventory.ts'
import { changeReason } from './change-reason.ts'
import { countStock } from './count-stock.ts'
import type { InventoryTables } from './inventory-tables.ts'

/** Most numbers in one INSERT. */
const batchSize = 1_000

/** The stock in `toll_free_numbers`. */
export function createPostgresNumberInventory(options: {
  readonly database: Database
  readonly clock: Clock
  readonly ids: IdSource
}): NumberInventory {
  const { database, clock, ids } = options
  const tables = database.tables<InventoryTables>()

  async function insertNew(numbers: readonly PhoneNumber[], stock: NewStock): Promise<readonly PhoneNumber[]> {
    const { verificationStatus = 'unverified', provider = null } = stock
    const { rows } = await sql<{ number: PhoneNumber }>`
      INSERT INTO toll_free_numbers (id, number, verification_status, provider, created_at)
      SELECT id, number, ${verificationStatus}, ${provider}, ${clock.now()}::timestamptz
      FROM ${changeReason('added')},
        unnest(${numbers.map(() => ids.next())}::uuid[], ${numbers}::text[]) AS added (id, number)
      ON CONFLICT (number) DO NOTHING
      RETURNING number`.execute(tables)
    return rows.map(({ number }) => number)
  }

  return {
    async addNumbers(lines, stock = {}) {
      const parsed = parseNumberLines(lines)
      const numbers = parsed.flatMap((line) => ('number' in line ? [line.number] : []))
      const added = new Set<PhoneNumber>()
      for (let start = 0; start < numbers.length; start += batchSize)
        for (const number of await insertNew(numbers.slice(start, start + batchSize), stock)) added.add(number)
      return toAddedLines(parsed, added)
    },

    countByStatus: () => countStock(tables),

    async endQuarantines() {
      const { rows } = await sql<{ number: PhoneNumber }>`
        UPDATE toll_free_numbers SET status = 'available'
        FROM ${changeReason('quarantine_ended')}
        WHERE status = 'quarantined' AND quarantined_until <= ${clock.now()}
        RETURNING number`.execute(tables)
      return rows.map(({ number }) => number)
    },
  }
}
