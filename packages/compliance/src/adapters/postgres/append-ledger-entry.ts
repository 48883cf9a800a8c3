import type { BusinessId, Transaction } from '@cloudgreet/core'
import { advanceChain, executorOf } from '@cloudgreet/core/postgres'
import { sql } from 'kysely'

import {
  type LedgerParameters,
  type LedgerTools,
  type NewLedgerEvent,
  prepareLedgerEntry,
} from '../../ledger/prepare-ledger-entry.ts'
import type { ComplianceTables } from './compliance-tables.ts'

/** Waits for whoever decides or records something about this person, and holds them back until the transaction ends. */
export async function lockSubject(transaction: Transaction, subjectRef: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${subjectRef}, 0))`.execute(executorOf(transaction))
}

/** Appends one event to a business's chain; nothing when its idempotency key is there already. */
export async function appendLedgerEntry(
  transaction: Transaction,
  event: NewLedgerEvent & { readonly businessId: BusinessId; readonly idempotencyKey: string },
  tools: LedgerTools,
): Promise<void> {
  const executor = executorOf<ComplianceTables>(transaction)
  await lockSubject(transaction, tools.hasher.subjectRef(event.address))
  const known = await executor
    .selectFrom('compliance_ledger')
    .select('id')
    .where('business_id', '=', event.businessId)
    .where('idempotency_key', '=', event.idempotencyKey)
    .executeTakeFirst()
  if (known !== undefined) return
  const { canonical, parameters } = prepareLedgerEntry(event, tools)
  const link = await advanceChain(transaction, event.businessId, canonical)
  await insertEntry(transaction, event, { canonical, parameters, ...link })
}

async function insertEntry(
  transaction: Transaction,
  { businessId, idempotencyKey }: { readonly businessId: BusinessId; readonly idempotencyKey: string },
  entry: {
    readonly canonical: Uint8Array
    readonly parameters: LedgerParameters
    readonly chainSeq: string
    readonly chainPrev: Buffer
    readonly chainHead: Buffer
  },
): Promise<void> {
  const { parameters: values } = entry
  await sql`
    INSERT INTO compliance_ledger (id, business_id, chain_seq, chain_prev, chain_head, canonical, channel, event_type,
      subject_ref, terms, metadata_digest, occurred_at, created_at, synthetic, idempotency_key)
    VALUES (${values.ledger_id}, ${businessId}, ${entry.chainSeq}, ${entry.chainPrev}, ${entry.chainHead},
      ${Buffer.from(entry.canonical)}, ${values.ledger_channel}, ${values.ledger_event_type}, ${values.ledger_subject_ref},
      ${values.ledger_terms}, ${values.ledger_metadata_digest}, ${values.ledger_occurred_at}, ${values.ledger_created_at},
      ${values.ledger_synthetic}, ${idempotencyKey})`.execute(executorOf(transaction))
  await sql`
    INSERT INTO compliance_evidence (ledger_id, business_id, metadata, address)
    VALUES (${values.ledger_id}, ${businessId}, ${values.ledger_metadata}, ${values.ledger_address})`.execute(
    executorOf(transaction),
  )
}
