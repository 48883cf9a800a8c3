import type { BusinessId, CallRoute, PhoneNumber } from '@cloudgreet/core'

/** Which way the calls of each number go. */
export interface NumberRoutes {
  /** `trunk` unless set otherwise. */
  find(business: BusinessId, number: PhoneNumber): Promise<CallRoute>
  set(business: BusinessId, number: PhoneNumber, route: CallRoute): Promise<void>
}
