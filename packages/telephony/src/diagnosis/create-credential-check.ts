import { type Clock, systemClock } from '@cloudgreet/core'
import type { VendorClient } from '@cloudgreet/core/upstream'

import { toCredentialReport, type Vendor } from './domain/to-credential-report.ts'
import type { CredentialCheck } from './ports/credential-check.ts'

/** A check that sends one request by the vendor's own client. */
export function createCredentialCheck<Client>(
  vendor: Vendor,
  client: VendorClient<Client>,
  probe: { readonly operation: string; readonly run: (client: Client) => PromiseLike<unknown> },
  clock: Clock = systemClock,
): CredentialCheck {
  return {
    async check() {
      const startedAtMs = clock.monotonicMs()
      const error = await client.call(probe.operation, probe.run).then(
        () => undefined,
        (failure: unknown) => failure,
      )
      return toCredentialReport(vendor, error, clock.monotonicMs() - startedAtMs)
    },
  }
}
