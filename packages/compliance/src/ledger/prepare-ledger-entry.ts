import type { Channel, Clock, IdSource } from '@cloudgreet/core'

import { toLedgerTerms } from '../domain/ledger/ledger-event.ts'
import type { AddressHasher } from '../ports/address-hasher.ts'
import { rfc8785CanonicalForm } from '../adapters/rfc8785/rfc8785-canonical-form.ts'

/** An event on its way into the ledger. */
export type NewLedgerEvent = {
  readonly channel: Channel
  /** The vocabulary is `LedgerEventType`; others are kept as evidence. */
  readonly eventType: string
  /** E.164 number or email address of the person. */
  readonly address: string
  readonly occurredAt: Date
  /** Evidence; `kind`, `scope`, `evidence`, `consentAt`, `disconnectedAt`, `verdict` and `code` in it decide consent. */
  readonly metadata: Readonly<Record<string, unknown>>
  /** Default: false. */
  readonly synthetic?: boolean
}

export type LedgerTools = { readonly ids: IdSource; readonly clock: Clock; readonly hasher: AddressHasher }

/** Values of the ledger fragment's parameters, by name. */
export type LedgerParameters = {
  readonly ledger_id: string | null
  readonly ledger_channel: Channel | null
  readonly ledger_event_type: string | null
  readonly ledger_subject_ref: string | null
  readonly ledger_terms: string | null
  readonly ledger_metadata: string | null
  readonly ledger_metadata_digest: string | null
  readonly ledger_address: string | null
  readonly ledger_occurred_at: Date | null
  readonly ledger_created_at: Date | null
  readonly ledger_synthetic: boolean | null
}

/** For an event that leaves no trace in the ledger: nothing is locked, nothing inserted. */
export const noLedgerEntry: { readonly canonical: null; readonly parameters: LedgerParameters } = {
  canonical: null,
  parameters: {
    ledger_id: null,
    ledger_channel: null,
    ledger_event_type: null,
    ledger_subject_ref: null,
    ledger_terms: null,
    ledger_metadata: null,
    ledger_metadata_digest: null,
    ledger_address: null,
    ledger_occurred_at: null,
    ledger_created_at: null,
    ledger_synthetic: null,
  },
}

/** Prepares one entry: its canonical bytes, which the chain hashes, and the values of its row. */
export function prepareLedgerEntry(
  event: NewLedgerEvent,
  { ids, clock, hasher }: LedgerTools,
): { readonly canonical: Uint8Array; readonly parameters: LedgerParameters } {
  const metadata = toStorable(event.metadata)
  const chained = {
    id: ids.next<'LedgerEvent'>(),
    channel: event.channel,
    eventType: event.eventType,
    subjectRef: hasher.subjectRef(event.address),
    terms: toLedgerTerms(metadata),
    metadataDigest: toHex(hasher.digest(rfc8785CanonicalForm.bytes(metadata))),
    occurredAt: event.occurredAt,
    createdAt: clock.now(),
    synthetic: event.synthetic ?? false,
  }
  return {
    canonical: rfc8785CanonicalForm.eventBytes(chained),
    parameters: {
      ledger_id: chained.id,
      ledger_channel: chained.channel,
      ledger_event_type: chained.eventType,
      ledger_subject_ref: chained.subjectRef,
      ledger_terms: JSON.stringify(chained.terms),
      ledger_metadata: JSON.stringify(metadata),
      ledger_metadata_digest: chained.metadataDigest,
      ledger_address: event.address,
      ledger_occurred_at: chained.occurredAt,
      ledger_created_at: chained.createdAt,
      ledger_synthetic: chained.synthetic,
    },
  }
}

/** As JSON, without what `jsonb` refuses: NUL and halves of surrogate pairs, which a text from outside may hold. */
function toStorable(metadata: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const clean = (text: string): string => text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD')
  return JSON.parse(JSON.stringify(metadata), (_name, value: unknown) => {
    if (typeof value === 'string') return clean(value)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [clean(name), each]))
  }) as Readonly<Record<string, unknown>>
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
