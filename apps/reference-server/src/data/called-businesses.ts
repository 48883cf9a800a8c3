import type { Transactions } from '@cloudgreet/core'
import type { BookingRules, BusinessHours } from '@cloudgreet/core/contract'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'
import type { CalledBusiness, CalledBusinesses } from '@cloudgreet/telephony'
import type { Selectable } from 'kysely'

type BusinessRow = Selectable<CoreTables['businesses']>

/** Finds the business of a call by its agent, else by the number that was called. */
export function createCalledBusinesses(transactions: Transactions): CalledBusinesses {
  return {
    find: ({ agentId = null, number = null }) =>
      transactions.asOwner('find_called_business', async (transaction) => {
        const row = await executorOf<CoreTables>(transaction)
          .selectFrom('businesses')
          .selectAll()
          .where('status', '<>', 'closed')
          .where(({ eb, or }) =>
            or([eb('retell_agent_id', '=', agentId), eb(eb.cast<string>('phone_number', 'text'), '=', number)]),
          )
          .orderBy(({ eb }) => eb('retell_agent_id', 'is not distinct from', agentId), 'desc')
          .limit(1)
          .executeTakeFirst()
        return row && toCalledBusiness(row)
      }),
  }
}

function toCalledBusiness(row: BusinessRow): CalledBusiness {
  return {
    id: row.id,
    businessName: row.business_name,
    terms: {
      timeZone: row.time_zone,
      hours: row.hours as BusinessHours | null,
      rules: row.booking_rules as BookingRules | null,
      services: row.services ?? [],
    },
    forwardNumber: row.forward_number,
    isAgentPaused: row.agent_paused,
    isSynthetic: row.synthetic,
  }
}
