import type { Channel, Purpose } from '@cloudgreet/core'

import type { RevokedScope } from '../inbound-text/opt-out-phrases.ts'

/** How strong a consent is. Marketing by text or automated call needs `written` (47 CFR 64.1200(a)(2), (f)(9)). */
export type GrantKind = 'written' | 'oral' | 'implied'

export type ConsentEventType =
  /** Anything the person sent us: a conversational reply may answer it. */
  | 'inbound_message'
  /** Consent with a kept record of it. */
  | 'consent_granted'
  | 'double_opt_in_requested'
  /** YES to our double opt-in question. */
  | 'yes'
  /** START or UNSTOP from the handset. */
  | 'start'
  /** A revocation by whatever means: keyword, phrase, voice, unsubscribe link. */
  | 'stop'
  | 'help'
  | 'import_consent'
  | 'import_opt_out'
  | 'staff_opt_in'
  | 'staff_opt_out'
  /** The carrier or vendor blocks our sends to this person (Telnyx 40300). */
  | 'provider_blocked'
  /** Spam complaint. */
  | 'complaint'
  | 'review_opened'
  | 'review_closed'
  | 'clarify_requested'
  /** The answer to our question which messages to keep; `scope` lists them. */
  | 'clarify'
  | 'number_reassigned'
  | 'erasure_request'
  | 'sent_optout_confirmation'
  /** Time passed; nothing else. */
  | 'clock'

/** One fact about the consent of one person. Types that the fold does not know change nothing. */
export type ConsentEvent = {
  /** The provider's or the ledger's id: the same id and type again is the same event. */
  readonly id?: string
  readonly type: ConsentEventType | (string & {})
  readonly channel: Channel
  readonly businessId?: string
  /** By the clock of where it happened. */
  readonly occurredAt: Date
  /** By our clock. An event that claims to be later than its receipt counts from its receipt. */
  readonly receivedAt?: Date
  /** Of a grant. Absent: weaker than written. */
  readonly kind?: GrantKind
  /** Of a grant or clarification: the purposes, absent for all. Of a revocation: how far it reaches beyond its channel. */
  readonly scope?: RevokedScope | readonly (Purpose | (string & {}))[]
  /** The record of consent, or whether there is one. */
  readonly evidence?: unknown
  /** Of an import: when the person consented. */
  readonly consentAt?: Date
  /** Of a reassignment: when the former holder lost the number. */
  readonly disconnectedAt?: Date
  /** Of `review_closed`: `stop` revokes, anything else releases the hold. */
  readonly verdict?: 'stop' | 'none' | (string & {})
  /** The provider's error code. */
  readonly code?: string
}
