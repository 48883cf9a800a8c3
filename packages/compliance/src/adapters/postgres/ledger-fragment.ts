import type { LedgerFragment } from '@cloudgreet/core/postgres'

/**
 * The ledger's part of the webhook statement. Values: `prepareLedgerEntry`, or `noLedgerEntry`.
 *
 * It carries no idempotency key: the inbox takes each event once, and a key that was there already would fail the whole
 * statement. Two events about one text leave two entries of the same time, which fold into the same consent.
 */
export const ledgerFragment: LedgerFragment = {
  parameters: {
    ledger_id: 'uuid',
    ledger_channel: 'text',
    ledger_event_type: 'text',
    ledger_subject_ref: 'text',
    ledger_terms: 'jsonb',
    ledger_metadata: 'jsonb',
    ledger_metadata_digest: 'text',
    ledger_address: 'text',
    ledger_occurred_at: 'timestamptz',
    ledger_created_at: 'timestamptz',
    ledger_synthetic: 'boolean',
  },
  // The same lock as the contact gate takes. The function is strict: of null it takes none.
  before: [{ name: 'ledger_lock', sql: `SELECT pg_advisory_xact_lock(hashtextextended(:ledger_subject_ref, 0))` }],
  members: [
    {
      name: 'ledger',
      sql: `INSERT INTO compliance_ledger (id, business_id, chain_seq, chain_prev, chain_head, canonical, channel, event_type,
              subject_ref, terms, metadata_digest, occurred_at, created_at, synthetic)
            SELECT :ledger_id, counter.business_id, counter.chain_seq, counter.chain_prev, counter.chain_head,
              :ledger_canonical, :ledger_channel, :ledger_event_type, :ledger_subject_ref, :ledger_terms,
              :ledger_metadata_digest, :ledger_occurred_at, :ledger_created_at, :ledger_synthetic
            FROM counter WHERE :ledger_canonical IS NOT NULL
            RETURNING id, business_id`,
    },
    {
      name: 'ledger_evidence',
      sql: `INSERT INTO compliance_evidence (ledger_id, business_id, metadata, address)
            SELECT ledger.id, ledger.business_id, :ledger_metadata, :ledger_address FROM ledger`,
    },
  ],
}
