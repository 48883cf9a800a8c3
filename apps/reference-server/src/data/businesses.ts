import type { AgentState, BusinessId, Transaction } from '@cloudgreet/core'
import type { Business, UpdateBusinessRequest } from '@cloudgreet/core/contract'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'
import type { Selectable } from 'kysely'

/** The tenant's own business. Call it inside `asTenant`. */
export async function findBusiness(transaction: Transaction, id: BusinessId): Promise<Business | undefined> {
  const row = await executorOf<CoreTables>(transaction)
    .selectFrom('businesses')
    .leftJoin('agent_upkeep', 'agent_upkeep.business_id', 'businesses.id')
    .selectAll('businesses')
    .select('agent_upkeep.state as agent_state')
    .where('businesses.id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toBusiness(row)
}

/** Writes the fields that are given. Call it inside `asTenant`. */
export async function updateBusiness(
  transaction: Transaction,
  id: BusinessId,
  { changes, now }: { readonly changes: UpdateBusinessRequest; readonly now: Date },
): Promise<void> {
  await executorOf<CoreTables>(transaction)
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
      updated_at: now,
    })
    .where('id', '=', id)
    .execute()
}

type BusinessRow = Selectable<CoreTables['businesses']> & { readonly agent_state: AgentState | null }

function toBusiness(row: BusinessRow): Business {
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
    agentStatus: toAgentStatus(row),
    createdAt: row.created_at.toISOString(),
  }
}

/** As last found at the vendors; what our own rows say goes first. */
function toAgentStatus({ agent_paused, retell_agent_id, agent_state }: BusinessRow): AgentState {
  if (agent_paused) return 'paused'
  if (retell_agent_id === null) return 'missing'
  return agent_state === null || agent_state === 'paused' ? 'active' : agent_state
}
