import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { coreMigrations } from '../../../postgres/migrations/index.ts'
import { postgresTransactions } from '../../../postgres/postgres-transactions.ts'
import { forEachDatabase } from '../../../postgres/testkit/for-each-database.ts'
import { agentRecordsContract } from '../../testkit/agent-records-contract.ts'
import { createPostgresAgentRecords } from './postgres-agent-records.ts'

forEachDatabase([coreMigrations], (database) => {
  const tables = () => database().tables<CoreTables>()

  agentRecordsContract({
    name: 'SQL',
    makeSubject: (clock) => ({
      records: createPostgresAgentRecords({ transactions: postgresTransactions(database()), clock }),
      openBusiness: async (number) => {
        const id = uuidSource.next<'Business'>()
        const row = { id, business_name: 'Example Dental', status: 'active', phone_number: number } as const
        await tables().insertInto('businesses').values(row).execute()
        return id
      },
      keptState: async (business) => {
        const row = tables().selectFrom('agent_upkeep').select('state').where('business_id', '=', business)
        return (await row.executeTakeFirst())?.state ?? undefined
      },
    }),
  })
})
