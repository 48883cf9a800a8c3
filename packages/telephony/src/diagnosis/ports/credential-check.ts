import type { CredentialReport } from '@cloudgreet/core/contract'

/** Asks a vendor whether it takes our key, by a read that costs nothing and changes nothing. */
export interface CredentialCheck {
  /** Never throws: what went wrong is in the report. */
  check(): Promise<CredentialReport>
}
