import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { coreMigrations } from '../../../postgres/migrations/index.ts'
import { postgresTransactions } from '../../../postgres/postgres-transactions.ts'
import { forEachDatabase } from '../../../postgres/testkit/for-each-database.ts'
import { functionCallsContract } from '../../testkit/function-calls-contract.ts'
import { createPostgresFunctionCalls } from './postgres-function-calls.ts'

forEachDatabase([coreMigrations], (database, kind) => {
  functionCallsContract({
    name: kind,
    makeSubject: () => ({
      calls: createPostgresFunctionCalls({ transactions: postgresTransactions(database()) }),
      makeBusiness: async () => {
        const id = uuidSource.next<'Business'>()
        const business = { id, business_name: 'Toy Works' }
        await database().tables<CoreTables>().insertInto('businesses').values(business).execute()
        return id
      },
    }),
  })
})
