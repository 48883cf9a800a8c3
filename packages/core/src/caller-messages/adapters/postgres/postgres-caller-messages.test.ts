import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import { FakeClock } from '../../../kernel/testkit/fake-clock.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { coreMigrations } from '../../../postgres/migrations/index.ts'
import { postgresTransactions } from '../../../postgres/postgres-transactions.ts'
import { forEachDatabase } from '../../../postgres/testkit/for-each-database.ts'
import { createPostgresEventOutbox } from '../../../realtime/adapters/postgres/postgres-event-outbox.ts'
import { callerMessagesContract } from '../../testkit/caller-messages-contract.ts'
import { createPostgresCallerMessages } from './postgres-caller-messages.ts'

forEachDatabase([coreMigrations], (database, kind) => {
  callerMessagesContract({
    name: kind,
    makeSubject: () => {
      const outbox = createPostgresEventOutbox({ database: database() })
      const parts = { transactions: postgresTransactions(database()), outbox, clock: new FakeClock() }
      return {
        ...parts,
        messages: createPostgresCallerMessages({ ...parts, ids: uuidSource }),
        makeBusiness: async () => {
          const id = uuidSource.next<'Business'>()
          const business = { id, business_name: 'Toy Works' }
          await database().tables<CoreTables>().insertInto('businesses').values(business).execute()
          return id
        },
      }
    },
  })
})
