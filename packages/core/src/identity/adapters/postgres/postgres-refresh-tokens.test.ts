import { randomBytes } from 'node:crypto'

import { sql } from 'kysely'
import { expect, it } from 'vitest'

import { systemClock } from '../../../kernel/adapters/system/system-clock.ts'
import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import type { UserId } from '../../../kernel/domain/ids.ts'
import type { Clock } from '../../../kernel/ports/clock.ts'
import { coreMigrations } from '../../../postgres/migrations/index.ts'
import { forEachDatabase } from '../../../postgres/testkit/for-each-database.ts'
import { refreshTokensContract } from '../../testkit/refresh-tokens-contract.ts'
import { createPostgresRefreshTokens } from './postgres-refresh-tokens.ts'

forEachDatabase([coreMigrations], (database, kind) => {
  const makeTokens = (clock: Clock) =>
    createPostgresRefreshTokens({ database: database(), clock, ids: uuidSource, randomBytes })

  async function makeUser(): Promise<UserId> {
    const id = uuidSource.next<'User'>()
    await sql`INSERT INTO auth.users (id, name, email) VALUES (${id}, 'Dana Fictional', ${`${id}@example.com`})`.execute(
      database().tables(),
    )
    return id
  }

  refreshTokensContract({ name: kind, makeSubject: async (clock) => ({ tokens: makeTokens(clock), makeUser }) })

  it('stores 32 random bytes as their digest only', async () => {
    const user = await makeUser()
    const { token } = await makeTokens(systemClock).issue(user)
    expect(token).toMatch(/^[\w-]{43}$/)
    const { rows } = await sql<{ row: string; length: number }>`
      SELECT refresh_tokens::text AS row, length(token_digest) AS length FROM refresh_tokens WHERE user_id = ${user}`.execute(
      database().tables(),
    )
    expect(rows).toEqual([{ row: expect.not.stringContaining(token), length: 32 }])
  })
})
