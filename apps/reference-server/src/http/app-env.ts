import type { BusinessId } from '@cloudgreet/core'
import type { HttpBindings } from '@hono/node-server'

import type { Account } from '../data/accounts.ts'

/** Who sent the request, as their token and `custom_users` say. */
export interface Principal extends Account {
  readonly tokenId: string
}

/** What hono carries through a request. */
export interface AppEnv {
  readonly Bindings: HttpBindings
  readonly Variables: {
    readonly traceId: string
    /** Set by the guards of routes that need a person. */
    readonly principal: Principal
    /** Set by the guard of the owner's routes. */
    readonly businessId: BusinessId
  }
}
