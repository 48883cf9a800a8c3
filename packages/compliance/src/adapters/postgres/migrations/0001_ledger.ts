import { protectTenantTable, tenantRole } from '@cloudgreet/core/postgres'
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The append-only ledger with its erasable evidence, the runbook's view of both, legacy consents, send intents,
 * and the fingerprint of the key that names people.
 */
export const ledgerTables: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
    await protectTenantTable(schema, 'compliance_ledger', { grants: 'SELECT, INSERT' })
    await protectTenantTable(schema, 'compliance_evidence', { grants: 'SELECT, INSERT' })
    await protectTenantTable(schema, 'consents', { grants: 'SELECT' })
    await protectTenantTable(schema, 'contact_intents', { grants: 'SELECT, INSERT, UPDATE' })
    await sql`GRANT SELECT ON compliance_events TO ${sql.ref(tenantRole)}`.execute(schema)
  },
}

const statements = [
  // No foreign key to businesses: the proof outlives the business.
  `CREATE TABLE compliance_ledger (
    id uuid PRIMARY KEY,
    business_id uuid NOT NULL,
    chain_seq bigint NOT NULL,
    chain_prev bytea NOT NULL,
    chain_head bytea NOT NULL,
    canonical bytea NOT NULL,
    channel text NOT NULL CHECK (channel IN ('sms', 'voice', 'email')),
    event_type text NOT NULL,
    subject_ref text NOT NULL,
    terms jsonb NOT NULL,
    metadata_digest text NOT NULL,
    occurred_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    synthetic boolean NOT NULL,
    idempotency_key text,
    UNIQUE (business_id, chain_seq),
    UNIQUE (business_id, idempotency_key)
  )`,
  `CREATE INDEX compliance_ledger_recent ON compliance_ledger (created_at DESC, channel)`,
  `CREATE INDEX compliance_ledger_subject ON compliance_ledger (business_id, subject_ref, occurred_at)`,
  `CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'The compliance ledger is append-only.' USING ERRCODE = 'insufficient_privilege';
   END $$`,
  `CREATE TRIGGER compliance_ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON compliance_ledger
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()`,
  // The address and the metadata may be erased; the ledger's row and its digest stay.
  `CREATE TABLE compliance_evidence (
    ledger_id uuid PRIMARY KEY REFERENCES compliance_ledger (id),
    business_id uuid NOT NULL,
    metadata jsonb NOT NULL,
    address text NOT NULL
  )`,
  `CREATE INDEX compliance_evidence_business ON compliance_evidence (business_id)`,
  `CREATE INDEX compliance_evidence_from ON compliance_evidence ((metadata -> 'request' ->> 'from') text_pattern_ops)`,
  `CREATE VIEW compliance_events WITH (security_invoker = true) AS
     SELECT ledger.id, ledger.business_id, ledger.channel, ledger.event_type, ledger.created_at, evidence.metadata,
       ledger.subject_ref, ledger.occurred_at, ledger.chain_seq
     FROM compliance_ledger ledger LEFT JOIN compliance_evidence evidence ON evidence.ledger_id = ledger.id`,
  // Belongs to the whole database; no tenant reads it.
  `CREATE TABLE compliance_address_key (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    fingerprint text NOT NULL
  )`,
  `CREATE TABLE consents (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    business_id uuid NOT NULL,
    phone text NOT NULL,
    type text NOT NULL CHECK (type IN ('HELP', 'STOP', 'START')),
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX consents_subject ON consents (business_id, phone, created_at)`,
  `CREATE TABLE contact_intents (
    intent_key text PRIMARY KEY,
    business_id uuid NOT NULL,
    subject_ref text NOT NULL,
    channel text NOT NULL,
    purpose text NOT NULL,
    opened_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 1
  )`,
  `CREATE INDEX contact_intents_business ON contact_intents (business_id, subject_ref, opened_at)`,
]
