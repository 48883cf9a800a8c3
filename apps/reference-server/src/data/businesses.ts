import type { BusinessId, Clock, Transaction } from '@cloudgreet/core'
import type { Business, UpdateBusinessRequest } from '@cloudgreet/core/contract'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'
import type { Selectable } from 'kysely'

/** The tenant's own business. Call it inside `asTenant`. */
export async function findBusiness(transaction: Transaction, id: BusinessId): Promise<Business | undefined> {
  const row = await executorOf<CoreTables>(transaction)
    .selectFrom('businesses')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toBusiness(row)
}

/** Writes the fields that are given. Call it inside `asTenant`. */
export async function updateBusiness(
  transaction: Transaction,
  id: BusinessId,
  { changes, clock }: { readonly changes: UpdateBusinessRequest; readonly clock: Clock },
): Promise<Business | undefined> {
  const row = await executorOf<CoreTables>(transaction)
    .updateTable('businesses')
    .set({
      ...(changes.businessName === undefined ? {} : { business_name: changes.businessName }),
      ...(changes.forwardNumber === undefined ? {} : { forward_number: changes.forwardNumber }),
      ...(changes.website === undefined ? {} : { website: changes.website }),
      ...(changes.industry === undefined ? {} : { industry: changes.industry }),
      ...(changes.timeZone === undefined ? {} : { time_zone: changes.timeZone }),
      ...(changes.greeting === undefined ? {} : { greeting: changes.greeting }),
      ...(changes.services === undefined ? {} : { services: JSON.stringify(changes.services) }),
      ...(changes.hours === undefined ? {} : { hours: JSON.stringify(changes.hours) }),
      ...(changes.bookingRules === undefined ? {} : { booking_rules: JSON.stringify(changes.bookingRules) }),
      ...(changes.agentPaused === undefined ? {} : { agent_paused: changes.agentPaused }),
      ...(changes.insightsEnabled === undefined ? {} : { insights_enabled: changes.insightsEnabled }),
      updated_at: clock.now(),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row === undefined ? undefined : toBusiness(row)
}

function toBusiness(row: Selectable<CoreTables['businesses']>): Business {
  return {
    id: row.id,
    businessName: row.business_name,
    phoneNumber: row.phone_number,
    retellAgentId: row.retell_agent_id,
    status: row.status,
    forwardNumber: row.forward_number,
    website: row.website,
    industry: row.industry,
    timeZone: row.time_zone,
    greeting: row.greeting,
    services: [...(row.services ?? [])],
    hours: (row.hours ?? null) as Business['hours'],
    bookingRules: (row.booking_rules ?? null) as Business['bookingRules'],
    agentPaused: row.agent_paused,
    insightsEnabled: row.insights_enabled,
    createdAt: row.created_at.toISOString(),
  }
}
