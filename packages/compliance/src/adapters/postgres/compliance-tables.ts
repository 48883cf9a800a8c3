import type { BusinessId, Channel, Purpose } from '@cloudgreet/core'
import type { ColumnType, Generated } from 'kysely'

import type { LedgerTerms } from '../../domain/ledger/ledger-event.ts'

/** Written as JSON text, read as its value. */
type JsonColumn<Value> = ColumnType<Value, string, never>

/** The tables that compliance owns. */
export interface ComplianceTables {
  compliance_ledger: {
    id: string
    business_id: BusinessId
    chain_seq: string
    chain_prev: Buffer
    chain_head: Buffer
    canonical: Uint8Array
    channel: Channel
    event_type: string
    subject_ref: string
    terms: JsonColumn<LedgerTerms>
    metadata_digest: string
    occurred_at: Date
    created_at: Date
    synthetic: boolean
    idempotency_key: string | null
  }
  compliance_evidence: {
    ledger_id: string
    business_id: BusinessId
    metadata: JsonColumn<Record<string, unknown>>
    address: string
  }
  /** A view. */
  compliance_events: {
    id: string
    business_id: BusinessId
    channel: Channel
    event_type: string
    created_at: Date
    metadata: Record<string, unknown> | null
    subject_ref: string
    occurred_at: Date
    chain_seq: string
  }
  /** One row. */
  compliance_address_key: { fingerprint: string }
  consents: { id: string; business_id: BusinessId; phone: string; type: 'HELP' | 'STOP' | 'START'; created_at: Date }
  contact_intents: {
    intent_key: string
    business_id: BusinessId
    subject_ref: string
    channel: Channel
    purpose: Purpose
    opened_at: Date
    attempts: Generated<number>
  }
}
