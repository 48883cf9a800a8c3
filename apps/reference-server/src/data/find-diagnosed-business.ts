import type { BusinessId, Transactions } from '@cloudgreet/core'
import type { DiagnosedBusiness } from '@cloudgreet/telephony'

import { findBusiness } from './businesses.ts'

/** What a diagnosis needs of a business. */
export function createFindDiagnosedBusiness(transactions: Transactions) {
  return async (id: BusinessId): Promise<DiagnosedBusiness | undefined> => {
    const business = await transactions.asTenant(id, (transaction) => findBusiness(transaction, id))
    if (business === undefined) return undefined
    const { retellAgentId: agentId, phoneNumber: number, agentPaused } = business
    return { id, agentId, number, agentPaused }
  }
}
