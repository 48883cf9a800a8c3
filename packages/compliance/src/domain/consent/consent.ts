import type { Purpose } from '@cloudgreet/core'

import type { GrantKind } from './consent-event.ts'

export type ConsentState =
  /** No record, or a lapsed one. */
  | 'unknown'
  /** We asked for a double opt-in and wait. */
  | 'pending'
  | 'opted_in'
  | 'opted_out'

export type Grant = {
  readonly kind: GrantKind
  /** When the person consented. */
  readonly at: Date
  /** Absent: every purpose. */
  readonly purposes?: readonly Purpose[]
}

/** What the events say of one person, on one channel, towards one business. */
export type Consent = {
  readonly state: ConsentState
  /** Live grants; none unless opted in. */
  readonly grants: readonly Grant[]
  /** A human has yet to read what the person wrote: marketing pauses. */
  readonly reviewHold: boolean
  /** The provider refuses our sends until START comes from the handset. */
  readonly providerBlock: boolean
  /** What decided, in order: `consent_granted`, `stop`, `import_consent_rejected`, … */
  readonly reasons: readonly string[]
  readonly lastInboundAt?: Date
  /** The latest revocation that the person made on this very channel since they were last opted in. */
  readonly revokedAt?: Date
  /** True once the revocation was confirmed. */
  readonly confirmationSent: boolean
}
