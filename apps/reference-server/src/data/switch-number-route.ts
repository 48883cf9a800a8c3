import type { AgentProvisioner, BusinessId, CallRoute, PhoneNumber, Transactions } from '@cloudgreet/core'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'
import type { CalledBusinesses, NumberRoutes } from '@cloudgreet/telephony'

import { notFound, RequestError } from '../http/request-error.ts'

export interface SwitchNumberRouteOptions {
  readonly businesses: CalledBusinesses
  readonly routes: NumberRoutes
  readonly transactions: Transactions
  /** Undefined while a vendor is off. */
  readonly provisioner: AgentProvisioner | undefined
}

export type SwitchNumberRoute = (number: PhoneNumber, route: CallRoute) => Promise<void>

/**
 * Sends a number's calls another way; doing it twice changes nothing.
 *
 * What we believe of the route is `call-control` at any moment at which Telnyx may ask us about a call, so that no
 * caller is left without an order.
 *
 * @throws {RequestError} 404 for a number that no business holds, 409 `number_without_agent`, 503 `calls_off`
 * @throws {UpstreamError} as the vendors do
 */
export function createSwitchNumberRoute(options: SwitchNumberRouteOptions): SwitchNumberRoute {
  const { businesses, routes, transactions, provisioner } = options
  return async (number, route) => {
    if (provisioner === undefined) throw new RequestError(503, 'calls_off', 'A vendor that calls need is off.')
    const business = await businesses.find({ number })
    if (business === undefined) throw notFound('number')
    const businessId = business.id
    const agentId = await findAgentId(transactions, businessId)
    if (agentId === null) throw new RequestError(409, 'number_without_agent', 'The business has no agent yet.')
    if (route === 'call-control') await routes.set(businessId, number, route)
    await provisioner.connectNumber({ businessId, number, agentId, route })
    if (route === 'trunk') await routes.set(businessId, number, route)
  }
}

function findAgentId(transactions: Transactions, business: BusinessId): Promise<string | null> {
  return transactions.asTenant(business, async (transaction) => {
    const row = await executorOf<CoreTables>(transaction)
      .selectFrom('businesses')
      .select('retell_agent_id')
      .where('id', '=', business)
      .executeTakeFirst()
    return row?.retell_agent_id ?? null
  })
}
