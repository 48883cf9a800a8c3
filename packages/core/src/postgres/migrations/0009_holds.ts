import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Holds of the whole house: no tenant reads these. */
export const holdTables: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
  },
}

const statements = [
  `CREATE TABLE holds (
    id uuid PRIMARY KEY,
    scope text NOT NULL CHECK (scope IN ('campaigns', 'cadences', 'marketing', 'paid_traffic')),
    owner text NOT NULL CHECK (length(owner) BETWEEN 1 AND 120),
    reason text NOT NULL CHECK (btrim(reason) <> ''),
    opened_by text NOT NULL,
    opened_at timestamptz NOT NULL,
    released_by text,
    release_reason text,
    released_at timestamptz,
    CHECK (num_nonnulls(released_by, release_reason, released_at) IN (0, 3))
  )`,
  `CREATE UNIQUE INDEX holds_one_open ON holds (scope, owner) WHERE released_at IS NULL`,
  `CREATE INDEX holds_opened ON holds (opened_at DESC, id DESC)`,
  `CREATE FUNCTION keep_hold() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'DELETE' OR OLD.released_at IS NOT NULL
       OR (NEW.id, NEW.scope, NEW.owner, NEW.reason, NEW.opened_by, NEW.opened_at)
         IS DISTINCT FROM (OLD.id, OLD.scope, OLD.owner, OLD.reason, OLD.opened_by, OLD.opened_at)
     THEN RAISE EXCEPTION 'holds are append only: an open one can be released, once';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER holds_kept BEFORE UPDATE OR DELETE ON holds FOR EACH ROW EXECUTE FUNCTION keep_hold()`,
]
