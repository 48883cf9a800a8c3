import type { BookingRules, BusinessHours } from '../../../contract/dashboard.ts'
import type { BusinessId } from '../../../kernel/domain/ids.ts'
import type { Clock } from '../../../kernel/ports/clock.ts'
import type { Transaction, Transactions } from '../../../kernel/ports/transactions.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { executorOf } from '../../../postgres/postgres-transactions.ts'
import type { AgentInspection } from '../../ports/agent-inspector.ts'
import type { AgentRecord, AgentRecords } from '../../ports/agent-records.ts'

export interface PostgresAgentRecordsOptions {
  readonly transactions: Transactions
  readonly clock: Clock
}

/** Records in the tables `businesses` and `agent_upkeep`. */
export function createPostgresAgentRecords({ transactions, clock }: PostgresAgentRecordsOptions): AgentRecords {
  return {
    find: (business) => transactions.asTenant(business, (transaction) => findRecord(transaction, business)),

    setAgentId: (business, agentId) =>
      transactions.asTenant(business, async (transaction) => {
        await executorOf<CoreTables>(transaction)
          .updateTable('businesses')
          .set({ retell_agent_id: agentId })
          .where('id', '=', business)
          .execute()
      }),

    listOpen: ({ after, limit }) =>
      transactions.asOwner('list_agents', async (transaction) => {
        const rows = await executorOf<CoreTables>(transaction)
          .selectFrom('businesses')
          .select('id')
          .where('status', '=', 'active')
          .where('kind', '=', 'customer')
          .$if(after !== undefined, (query) => query.where('id', '>', after as BusinessId))
          .orderBy('id')
          .limit(limit)
          .execute()
        return rows.map(({ id }) => id)
      }),

    claim: (business, holder, heldUntil) =>
      transactions.asTenant(business, (transaction) =>
        claimAgent(transaction, business, { holder, heldUntil, now: clock.now() }),
      ),

    release: (business, holder) =>
      transactions.asTenant(business, async (transaction) => {
        await executorOf<CoreTables>(transaction)
          .updateTable('agent_upkeep')
          .set({ holder: null, held_until: null })
          .where('business_id', '=', business)
          .where('holder', '=', holder)
          .execute()
      }),

    keepInspection: (inspection) =>
      transactions.asTenant(inspection.businessId, (transaction) =>
        keepInspection(transaction, inspection, clock.now()),
      ),
  }
}

async function findRecord(transaction: Transaction, business: BusinessId): Promise<AgentRecord | undefined> {
  const row = await executorOf<CoreTables>(transaction)
    .selectFrom('businesses')
    .selectAll()
    .where('id', '=', business)
    .where('status', '=', 'active')
    .where('kind', '=', 'customer')
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    settings: {
      businessId: row.id,
      businessName: row.business_name,
      industry: row.industry,
      timeZone: row.time_zone,
      greeting: row.greeting,
      services: row.services ?? [],
      hours: row.hours as BusinessHours | null,
      bookingRules: row.booking_rules as BookingRules | null,
      hasForwardNumber: row.forward_number !== null,
    },
    isPaused: row.agent_paused,
    agentId: row.retell_agent_id ?? undefined,
    number: row.phone_number ?? undefined,
    changedAt: row.updated_at,
  }
}

interface Claim {
  readonly holder: string
  readonly heldUntil: Date
  readonly now: Date
}

async function claimAgent(
  transaction: Transaction,
  business: BusinessId,
  { holder, heldUntil, now }: Claim,
): Promise<boolean> {
  const held = { holder, held_until: heldUntil }
  const claimed = await executorOf<CoreTables>(transaction)
    .insertInto('agent_upkeep')
    .values({ business_id: business, ...held })
    .onConflict((conflict) =>
      conflict
        .column('business_id')
        .doUpdateSet(held)
        .where((is) =>
          is.or([
            is('agent_upkeep.holder', 'is', null),
            is('agent_upkeep.holder', '=', holder),
            is('agent_upkeep.held_until', '<=', now),
          ]),
        ),
    )
    .returning('business_id')
    .executeTakeFirst()
  return claimed !== undefined
}

async function keepInspection(
  transaction: Transaction,
  { businessId, state, drift }: AgentInspection,
  checkedAt: Date,
): Promise<void> {
  const kept = {
    state,
    drift: JSON.stringify(drift.map(({ field }) => field)),
    checked_at: checkedAt,
  }
  await executorOf<CoreTables>(transaction)
    .insertInto('agent_upkeep')
    .values({ business_id: businessId, ...kept })
    .onConflict((conflict) => conflict.column('business_id').doUpdateSet(kept))
    .execute()
}
