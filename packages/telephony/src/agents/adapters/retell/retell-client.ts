import { createVendorClient, type VendorAccess, type VendorClient } from '@cloudgreet/core/upstream'
import type * as RetellSdk from 'retell-sdk'

import { toRetellError } from './retell-error.ts'

export type RetellAccess = VendorAccess
export type RetellClient = VendorClient<RetellSdk.Retell>

/** Retell's official client. It takes no idempotency key. */
export function createRetellClient(access: RetellAccess): RetellClient {
  return createVendorClient(access, {
    name: 'retell',
    defaultBaseUrl: 'https://api.retellai.com',
    load: () => import('retell-sdk'),
    connect: (sdk, options) => new sdk.Retell(options),
    toError: toRetellError,
  })
}
