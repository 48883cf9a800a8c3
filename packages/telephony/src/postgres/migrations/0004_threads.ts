import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Texts to their end: what went wrong, what it cost, when it was final; and threads by the person's number. */
export const threads: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
  },
}

const statements = [
  `ALTER TABLE sms_logs
    ADD COLUMN failure jsonb,
    ADD COLUMN cost_amount numeric,
    ADD COLUMN cost_currency text,
    ADD COLUMN final_at timestamptz(3),
    ADD COLUMN looked_up_at timestamptz(3),
    ADD COLUMN counterpart text NOT NULL
      GENERATED ALWAYS AS (CASE direction WHEN 'inbound' THEN from_number ELSE to_number END) STORED`,
  `UPDATE sms_logs SET final_at = updated_at WHERE direction = 'outbound' AND status_rank >= 40`,
  `CREATE INDEX sms_logs_business_counterpart ON sms_logs (business_id, counterpart, created_at DESC, id DESC)`,
  // Small at any time: texts on their way.
  `CREATE INDEX sms_logs_under_way ON sms_logs (created_at) WHERE direction = 'outbound' AND final_at IS NULL`,
]
