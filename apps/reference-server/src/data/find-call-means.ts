import type { BusinessId, Transactions } from '@cloudgreet/core'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'
import type { CallMeans } from '@cloudgreet/telephony'

/** Finds what can be done for a caller of a business. */
export function createFindCallMeans(transactions: Transactions) {
  return (business: BusinessId): Promise<CallMeans | undefined> =>
    transactions.asTenant(business, async (transaction) => {
      const row = await executorOf<CoreTables>(transaction)
        .selectFrom('businesses')
        .select(['business_name', 'retell_agent_id', 'agent_paused', 'forward_number', 'phone_number'])
        .where('id', '=', business)
        .executeTakeFirst()
      if (row === undefined) return undefined
      return {
        agentId: row.retell_agent_id,
        isAgentPaused: row.agent_paused,
        // Its own number would ring here again, for ever.
        forwardNumber: row.forward_number === row.phone_number ? null : row.forward_number,
        voicemailGreeting: toVoicemailGreeting(row.business_name),
      }
    })
}

/** Says whom the caller has reached and that the message is recorded. */
function toVoicemailGreeting(businessName: string): string {
  return `You have reached ${businessName}. Nobody can take your call right now. Please leave a message after the tone. It will be recorded.`
}
