import { sql } from 'kysely'
import { expect, it } from 'vitest'

import { systemClock } from '../../../kernel/adapters/system/system-clock.ts'
import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import { coreMigrations } from '../../../postgres/migrations/index.ts'
import { forEachDatabase } from '../../../postgres/testkit/for-each-database.ts'
import { holdsContract } from '../../testkit/holds-contract.ts'
import { createPostgresHolds } from './postgres-holds.ts'

forEachDatabase([coreMigrations], (database, kind) => {
  holdsContract({
    name: kind,
    makeSubject: async (clock) => {
      await sql`TRUNCATE holds`.execute(database().tables())
      return createPostgresHolds({ database: database(), clock, ids: uuidSource })
    },
  })

  it('keeps the record of a hold from being rewritten or deleted', async () => {
    const holds = createPostgresHolds({ database: database(), clock: systemClock, ids: uuidSource })
    const request = { scope: 'cadences', owner: 'incident:7', reason: 'Texts fail.', by: 'dana' } as const
    await holds.open(request)
    await holds.release(request)
    await expect(sql`UPDATE holds SET released_at = NULL`.execute(database().tables())).rejects.toThrow(/append only/)
    await expect(sql`DELETE FROM holds`.execute(database().tables())).rejects.toThrow(/append only/)
  })
})
