import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Dead letters, replays with their journal, and what housekeeping finds old rows by. No tenant reads the replays. */
export const ingestTables: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
  },
}

const statements = [
  // Bytes that nobody could read failed once, on arrival.
  `UPDATE webhook_inbox SET attempts = 1, first_failed_at = received_at, last_failed_at = received_at
     WHERE status = 'quarantined' AND first_failed_at IS NULL`,
  `CREATE INDEX webhook_inbox_dead_letters ON webhook_inbox (last_failed_at DESC, id DESC)
     WHERE status IN ('dead', 'quarantined')`,
  `CREATE INDEX webhook_inbox_unapplied ON webhook_inbox (received_at, id) WHERE status <> 'processed'`,
  // A journal: what was asked for, and how it ended. Progress stands in the items.
  `CREATE TABLE webhook_replays (
    replay_id uuid NOT NULL,
    entry text NOT NULL CHECK (entry IN ('requested', 'finished')),
    at timestamptz NOT NULL,
    actor text NOT NULL,
    detail jsonb NOT NULL,
    PRIMARY KEY (replay_id, entry)
  )`,
  `CREATE INDEX webhook_replays_requested ON webhook_replays (at DESC, replay_id DESC) WHERE entry = 'requested'`,
  `CREATE FUNCTION refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'The journal of replays is append-only.' USING ERRCODE = '42501';
   END $$`,
  `CREATE TRIGGER webhook_replays_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON webhook_replays
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_journal_change()`,
  // No foreign key on the inbox: an id that does not exist is an answer, too.
  `CREATE TABLE webhook_replay_items (
    replay_id uuid NOT NULL,
    inbox_id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    leased_until timestamptz,
    result text CHECK (result IN ('applied', 'already_applied', 'unrouted', 'failed', 'unreadable', 'not_found')),
    error_class text,
    settled_at timestamptz,
    PRIMARY KEY (replay_id, inbox_id)
  )`,
  `CREATE INDEX webhook_replay_items_position ON webhook_replay_items (replay_id, received_at, inbox_id)`,
  `CREATE INDEX webhook_replay_items_open ON webhook_replay_items (replay_id, received_at, inbox_id) WHERE result IS NULL`,
  `CREATE INDEX webhook_replay_items_settled ON webhook_replay_items (settled_at)`,
  `CREATE INDEX outbox_created ON outbox (created_at)`,
  `CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at)`,
  `CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at)`,
  `CREATE INDEX mails_created ON mails (created_at)`,
]
