import { uuidSource } from '@cloudgreet/core'
import { coreMigrations, type CoreTables, postgresTransactions } from '@cloudgreet/core/postgres'
import { forEachDatabase } from '@cloudgreet/core/testkit'

import { outreachMigrations } from '../../../adapters/postgres/outreach-migrations.ts'
import type { OutreachTables } from '../../../adapters/postgres/outreach-tables.ts'
import { leadListContract } from '../../testkit/lead-list-contract.ts'
import { createPostgresLeadList } from './postgres-lead-list.ts'

forEachDatabase([coreMigrations, outreachMigrations], (database, kind) => {
  leadListContract({
    name: kind,
    makeSubject: () => ({
      leads: createPostgresLeadList({ transactions: postgresTransactions(database()) }),
      async makeBusiness() {
        const id = uuidSource.next<'Business'>()
        await database()
          .tables<CoreTables>()
          .insertInto('businesses')
          .values({ id, business_name: 'Riverside Plumbing' })
          .execute()
        return id
      },
      async add(business, lead) {
        const { firstName, lastName, ownerId, createdAt, ...plain } = lead
        const names = { first_name: firstName, last_name: lastName, owner_id: ownerId, created_at: createdAt }
        const opted_out_at = lead.status === 'opted_out' ? createdAt : null
        await database()
          .tables<OutreachTables>()
          .insertInto('prospects')
          .values({ ...plain, ...names, opted_out_at, business_id: business })
          .execute()
      },
    }),
  })
})
