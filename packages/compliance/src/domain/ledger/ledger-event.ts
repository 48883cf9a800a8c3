import type { Channel } from '@cloudgreet/core'

import type { ConsentEvent, ConsentEventType, GrantKind } from '../consent/consent-event.ts'

/** What an event of the ledger means for consent; null: it is kept as evidence and changes nothing. */
const meanings = {
  message_received: 'inbound_message',
  help_requested: 'help',
  consent_granted: 'consent_granted',
  consent_revoked: 'stop',
  consent_restored: 'start',
  double_opt_in_requested: 'double_opt_in_requested',
  double_opt_in_confirmed: 'yes',
  consent_imported: 'import_consent',
  opt_out_imported: 'import_opt_out',
  opt_in_reported: 'staff_opt_in',
  opt_out_reported: 'staff_opt_out',
  provider_blocked: 'provider_blocked',
  complaint_received: 'complaint',
  review_opened: 'review_opened',
  review_closed: 'review_closed',
  clarification_requested: 'clarify_requested',
  clarification_received: 'clarify',
  number_reassigned: 'number_reassigned',
  erasure_requested: 'erasure_request',
  optout_confirmation_sent: 'sent_optout_confirmation',
  help_reply_sent: null,
  onboarding_submitted: null,
  call_started: null,
  call_ended: null,
  call_analyzed: null,
} as const satisfies Readonly<Record<string, ConsentEventType | null>>

/** The event types that have a meaning here. The ledger keeps others, too, as evidence. */
export type LedgerEventType = keyof typeof meanings

export const ledgerEventTypes = Object.keys(meanings) as readonly LedgerEventType[]

export function isLedgerEventType(type: string): type is LedgerEventType {
  return Object.hasOwn(meanings, type)
}

/**
 * The few facts of an event that decide consent and name nobody.
 * They stand in the chain, so that erasing the evidence changes no decision.
 */
export type LedgerTerms = {
  readonly kind?: GrantKind
  readonly scope?: string | readonly string[]
  /** True when a record of consent was given with the event. */
  readonly evidence?: boolean
  readonly consentAt?: string
  readonly disconnectedAt?: string
  readonly verdict?: string
  readonly code?: string
}

/** An event of the ledger as far as consent is concerned. */
export type LedgerFact = {
  readonly id: string
  readonly channel: Channel
  readonly eventType: string
  readonly occurredAt: Date
  readonly createdAt: Date
  readonly terms: LedgerTerms
}

/** Picks the terms out of an event's metadata; what has another shape is left to the evidence. */
export function toLedgerTerms(metadata: Readonly<Record<string, unknown>>): LedgerTerms {
  const { kind, scope, evidence, verdict, code } = metadata
  const consentAt = toIsoTime(metadata['consentAt'])
  const disconnectedAt = toIsoTime(metadata['disconnectedAt'])
  return {
    ...(isGrantKind(kind) && { kind }),
    ...(isScope(scope) && { scope }),
    ...(evidence !== undefined && { evidence: isRecordOfConsent(evidence) }),
    ...(consentAt !== undefined && { consentAt }),
    ...(disconnectedAt !== undefined && { disconnectedAt }),
    ...(typeof verdict === 'string' && { verdict }),
    ...(typeof code === 'string' && { code }),
  }
}

/** What the fold makes of it; undefined when it says nothing of consent. */
export function toConsentEvent({
  id,
  channel,
  eventType,
  occurredAt,
  createdAt,
  terms,
}: LedgerFact): ConsentEvent | undefined {
  const type = isLedgerEventType(eventType) ? meanings[eventType] : null
  if (type === null) return undefined
  const { kind, scope, evidence, consentAt, disconnectedAt, verdict, code } = terms
  return {
    id,
    type,
    channel,
    occurredAt,
    receivedAt: createdAt,
    ...(kind !== undefined && { kind }),
    ...(scope !== undefined && { scope: toScope(scope) }),
    ...(evidence !== undefined && { evidence }),
    ...(consentAt !== undefined && { consentAt: new Date(consentAt) }),
    ...(disconnectedAt !== undefined && { disconnectedAt: new Date(disconnectedAt) }),
    ...(verdict !== undefined && { verdict }),
    ...(code !== undefined && { code }),
  }
}

/** A single purpose is a list of one; anything that is no channel is read as a purpose. */
function toScope(scope: string | readonly string[]): NonNullable<ConsentEvent['scope']> {
  if (typeof scope !== 'string') return scope
  return scope === 'sms' || scope === 'voice' || scope === 'email' || scope === 'all' ? scope : [scope]
}

function isGrantKind(value: unknown): value is GrantKind {
  return value === 'written' || value === 'oral' || value === 'implied'
}

function isScope(value: unknown): value is string | readonly string[] {
  return typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string'))
}

function isRecordOfConsent(value: unknown): boolean {
  return value !== null && value !== false && value !== ''
}

function toIsoTime(value: unknown): string | undefined {
  if (!(value instanceof Date) && typeof value !== 'string') return undefined
  const time = new Date(value)
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}
