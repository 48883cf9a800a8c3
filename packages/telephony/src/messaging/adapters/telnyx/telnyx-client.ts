import { createVendorClient, type VendorAccess, type VendorClient } from '@cloudgreet/core/upstream'
import type * as TelnyxSdk from 'telnyx'

import { toTelnyxError } from './telnyx-error.ts'

export type TelnyxAccess = VendorAccess
export type TelnyxClient = VendorClient<TelnyxSdk.Telnyx>

/**
 * Telnyx's official client.
 *
 * With its own retries it would repeat a `POST /messages` up to twice after a 409, 429, 5xx or time-out, and send no
 * idempotency key: the person would read the text three times.
 */
export function createTelnyxClient(access: TelnyxAccess): TelnyxClient {
  return createVendorClient(access, {
    name: 'telnyx',
    defaultBaseUrl: 'https://api.telnyx.com/v2',
    load: () => import('telnyx'),
    connect: (sdk, options) => new sdk.Telnyx(options),
    toError: toTelnyxError,
  })
}
