import type { Transactions } from '@cloudgreet/core'
import { executorOf } from '@cloudgreet/core/postgres'
import { type Selectable, sql } from 'kysely'

import type { OutreachTables } from '../../../adapters/postgres/outreach-tables.ts'
import type { Lead } from '../../domain/lead.ts'
import type { LeadList } from '../../ports/lead-list.ts'

const columns = [
  'id',
  'first_name',
  'last_name',
  'company',
  'title',
  'email',
  'phone',
  'source',
  'status',
  'owner_id',
  'created_at',
] as const

/** Leads out of `prospects`. */
export function createPostgresLeadList({ transactions }: { readonly transactions: Transactions }): LeadList {
  return {
    list: (business, { limit, after, status }) =>
      transactions.asTenant(business, async (transaction) => {
        const rows = await executorOf<OutreachTables>(transaction)
          .selectFrom('prospects')
          .select(columns)
          .where('business_id', '=', business)
          .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'new'))
          .$if(after !== undefined, (query) =>
            query.where(sql<boolean>`(created_at, id) < (${after?.createdAt}::timestamptz, ${after?.id}::uuid)`),
          )
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute()
        return rows.map(toLead)
      }),
  }
}

function toLead(row: Pick<Selectable<OutreachTables['prospects']>, (typeof columns)[number]>): Lead {
  const { id, company, title, email, phone, source, status } = row
  return {
    id,
    firstName: row.first_name,
    lastName: row.last_name,
    company,
    title,
    email,
    phone,
    source,
    status,
    ownerId: row.owner_id,
    createdAt: row.created_at,
  }
}
