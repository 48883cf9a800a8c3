import { expect, it } from 'vitest'

import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { coreMigrations } from '../../../postgres/migrations/index.ts'
import { forEachDatabase } from '../../../postgres/testkit/for-each-database.ts'
import { createPostgresEventOutbox } from '../../../realtime/adapters/postgres/postgres-event-outbox.ts'
import type { RegistrationAttempt } from '../../domain/registration.ts'
import { registrationEvidence, registrationForm } from '../../testkit/registration-form.ts'
import { registrationStoreContract } from '../../testkit/registration-store-contract.ts'
import { createPostgresRegistrationStore } from './postgres-registration-store.ts'

forEachDatabase([coreMigrations], (database) => {
  const makeStore = () =>
    createPostgresRegistrationStore({
      database: database(),
      outbox: createPostgresEventOutbox({ database: database() }),
    })

  registrationStoreContract({
    name: 'SQL',
    makeSubject: () => ({
      store: makeStore(),
      ids: uuidSource,
      addAuthUser: async ({ userId, profile }) => {
        const row = { id: userId, name: 'Test', email: profile.email }
        await database().tables<CoreTables>().insertInto('auth.users').values(row).execute()
      },
      eventTypes: async ({ businessId }) => {
        const rows = database()
          .tables<CoreTables>()
          .selectFrom('outbox')
          .select('type')
          .where('business_id', '=', businessId)
        return (await rows.orderBy('seq').execute()).map(({ type }) => type)
      },
    }),
  })

  it('names the cause when the user of a profile is missing', async () => {
    const { password: _, ...profile } = registrationForm()
    const attempt: RegistrationAttempt = {
      id: uuidSource.next(),
      userId: uuidSource.next(),
      businessId: uuidSource.next(),
      profile,
      evidence: registrationEvidence,
      createdAt: new Date('2026-01-15T12:00:00Z'),
    }
    await expect(makeStore().createProfiles(attempt)).rejects.toMatchObject({
      code: 'auth_user_missing',
      cause: { code: '23503' },
    })
  })
})
