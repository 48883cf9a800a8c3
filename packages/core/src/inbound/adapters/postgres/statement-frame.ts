import type { CommonTableExpression } from './statement-fragment.ts'

/** Parameters that the frame itself takes. `ledger_canonical` is given by the transition, the others by the inbox. */
export const frameParameters: Readonly<Record<string, string>> = {
  inbox_id: 'uuid',
  inbox_provider: 'text',
  inbox_account: 'text',
  inbox_event_key: 'text',
  inbox_event_type: 'text',
  inbox_body: 'bytea',
  inbox_body_digest: 'text',
  inbox_received_at: 'timestamptz',
  inbox_occurred_at: 'timestamptz',
  inbox_error_class: 'text',
  inbox_attempts: 'integer',
  inbox_status: 'text',
  inbox_is_known: 'boolean',
  route_agent_id: 'text',
  route_number: 'text',
  stream_type: 'text',
  stream_data: 'jsonb',
  stream_workflow: 'text',
  ledger_canonical: 'bytea',
}

/** The business that holds the agent, else the one that holds the number, else null. */
export const routedBusinessSql = `COALESCE(
    (SELECT id FROM businesses WHERE retell_agent_id = :route_agent_id),
    (SELECT id FROM businesses WHERE phone_number = :route_number))`

/** Inserts the delivered event; no row for a duplicate. `condition` holds it back. */
export function insertInboxSql(condition = ''): string {
  return `INSERT INTO webhook_inbox (id, provider, account, event_key, event_type, business_id, status, body, body_digest,
      received_at, occurred_at)
    SELECT :inbox_id, :inbox_provider, :inbox_account, :inbox_event_key, :inbox_event_type, business_id,
      CASE WHEN business_id IS NULL THEN 'unrouted' ELSE 'processed' END, :inbox_body, :inbox_body_digest,
      :inbox_received_at, :inbox_occurred_at
    FROM (SELECT ${routedBusinessSql} AS business_id OFFSET 0) AS routed
    ${condition}
    ON CONFLICT (provider, account, event_key) DO NOTHING
    RETURNING id, business_id, received_at`
}

/** The inbox row: a new one, or the stored one. It comes only after every member of `before`. */
export function inboxFrame(
  source: 'delivery' | 'stored',
  before: readonly CommonTableExpression[],
): readonly CommonTableExpression[] {
  const waits = before.map(({ name }) => `(SELECT count(*) FROM ${name}) >= 0`)
  const delivery = insertInboxSql(waits.length > 0 ? `WHERE ${waits.join(' AND ')}` : '')
  const stored = `SELECT id, business_id, received_at FROM webhook_inbox WHERE ${['id = :inbox_id', ...waits].join(' AND ')}`
  return [{ name: 'inbox', sql: source === 'delivery' ? delivery : stored }]
}

const chainColumns = 'counters.chain_seq, counters.chain_prev, counters.chain_head'

/**
 * The counter and the outbox row. `counted` reads from the transition, so that every statement locks the transition's
 * row first and the counter row second: the other order deadlocks on hot calls.
 */
export function streamFrame({ hasLedger }: { readonly hasLedger: boolean }): readonly CommonTableExpression[] {
  return [
    {
      name: 'counted',
      sql: hasLedger ? `${countedTransitionSql}\nUNION ALL\n${countedLedgerSql}` : countedTransitionSql,
    },
    {
      name: 'counter',
      sql: `UPDATE business_counters AS counters
        SET seq = counters.seq + CASE WHEN counted.told THEN 1 ELSE 0 END${hasLedger ? chainSql : ''}
        FROM counted WHERE counters.business_id = counted.business_id
        RETURNING counted.business_id, counted.subject_id, counted.data, counted.told, counters.seq, ${chainColumns}`,
    },
    {
      name: 'appended',
      sql: `INSERT INTO outbox (business_id, seq, id, type, occurred_at, data, workflow)
        SELECT business_id, seq, :inbox_id, :stream_type, :inbox_occurred_at,
          COALESCE(data, '{}'::jsonb) || :stream_data, :stream_workflow
        FROM counter WHERE told
        RETURNING seq`,
    },
  ]
}

const countedTransitionSql = `SELECT business_id, subject_id, data, true AS told FROM transition`

/**
 * A ledger entry is never lost: when the transition has no row, the entry still goes on the chain of the business,
 * or on the operator's when no business holds the number.
 */
const countedLedgerSql = `SELECT
    COALESCE(inbox.business_id, (SELECT id FROM businesses WHERE kind = 'operator')), NULL::uuid, '{}'::jsonb, false
  FROM inbox WHERE :ledger_canonical IS NOT NULL AND NOT EXISTS (SELECT FROM transition)`

const chainSql = `,
          chain_seq = counters.chain_seq + CASE WHEN :ledger_canonical IS NULL THEN 0 ELSE 1 END,
          chain_prev = CASE WHEN :ledger_canonical IS NULL THEN counters.chain_prev ELSE counters.chain_head END,
          chain_head = CASE WHEN :ledger_canonical IS NULL THEN counters.chain_head
            ELSE sha256(counters.chain_head || int8send(counters.chain_seq + 1) || :ledger_canonical) END`

/** Tells inserted, unrouted and duplicate apart: always one row. */
export const outcomeFrame = `SELECT inbox.id IS NOT NULL AS stored, inbox.business_id, appended.seq
FROM (SELECT 1) AS one LEFT JOIN inbox ON true LEFT JOIN appended ON true`
