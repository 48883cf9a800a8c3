import { sql } from 'kysely'
import { expect, it } from 'vitest'

import { systemClock } from '../../../kernel/adapters/system/system-clock.ts'
import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import { parseEmailAddress } from '../../../kernel/domain/email-address.ts'
import { coreMigrations } from '../../../postgres/migrations/index.ts'
import { forEachDatabase } from '../../../postgres/testkit/for-each-database.ts'
import { identityContract } from '../../testkit/identity-contract.ts'
import { createAuthInstance } from './auth-instance.ts'
import { createBetterAuthIdentity } from './better-auth-identity.ts'

forEachDatabase([coreMigrations], (database, kind) => {
  const base = () => ({ database: database(), clock: systemClock, ids: uuidSource })

  identityContract({
    name: `better-auth on ${kind}`,
    makeSubject: async (hasher) => createBetterAuthIdentity({ ...base(), hasher }),
  })

  it('stores an argon2id hash and no password', async () => {
    const identity = createBetterAuthIdentity(base())
    const id = uuidSource.next<'User'>()
    const email = parseEmailAddress('dana@example.com')
    const passwordHash = await identity.hashPassword('correct horse')
    await identity.createUser({ id, email, name: 'Dana Fictional', passwordHash })
    const { rows } =
      await sql`SELECT account_id, provider_id, password FROM auth.accounts WHERE user_id = ${id}`.execute(
        database().tables(),
      )
    expect(rows).toEqual([{ account_id: id, provider_id: 'credential', password: passwordHash }])
    expect(await identity.verifyPassword(email, 'correct horse')).toEqual({ id })
  })

  it('finishes a user whose password was not yet stored when the process died', async () => {
    const identity = createBetterAuthIdentity(base())
    const id = uuidSource.next<'User'>()
    const email = parseEmailAddress('half.made@example.com')
    await sql`INSERT INTO auth.users (id, name, email) VALUES (${id}, 'Dana Fictional', ${email})`.execute(
      database().tables(),
    )
    await identity.createUser({ id, email, name: 'Dana Fictional', passwordHash: await identity.hashPassword('horse') })
    expect(await identity.verifyPassword(email, 'horse')).toEqual({ id })
  })

  it('finds the tables as better-auth wants them', async () => {
    const { checkSchema } = await createAuthInstance(base()).$context
    expect(checkSchema).toBeTypeOf('function')
    await expect(checkSchema?.()).resolves.toBeUndefined()
  })
})
