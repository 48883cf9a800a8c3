import type { BusinessId, CallRoute, PhoneNumber } from '@cloudgreet/core'

import type { NumberRoutes } from '../../ports/number-routes.ts'

/** Keeps the numbers' routes in memory. */
export function createMemoryNumberRoutes(): NumberRoutes {
  const routes = new Map<string, CallRoute>()
  const keyOf = (business: BusinessId, number: PhoneNumber) => `${business} ${number}`
  return {
    find: async (business, number) => routes.get(keyOf(business, number)) ?? 'trunk',
    set: async (business, number, route) => void routes.set(keyOf(business, number), route),
  }
}
