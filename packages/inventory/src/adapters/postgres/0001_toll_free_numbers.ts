import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The stock, its history, and the state machine as a trigger: SQL typed by hand obeys it too.
 *
 * No tenant reads these tables; a business finds its number in `businesses.phone_number`.
 */
export const tollFreeNumbers: Migration = {
  async up(schema: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(schema)
  },
}

const statements = [
  `CREATE TABLE toll_free_numbers (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number text NOT NULL UNIQUE CHECK (number ~ '^\\+1(800|833|844|855|866|877|888)[0-9]{7}$'),
    status text NOT NULL DEFAULT 'available'
      CHECK (status IN ('available', 'reserved', 'assigned', 'suspended', 'quarantined', 'retired')),
    assigned_to uuid REFERENCES businesses (id) ON DELETE SET NULL,
    provider text,
    provider_number_id text,
    verification_status text NOT NULL DEFAULT 'unverified'
      CHECK (verification_status IN ('verified', 'pending', 'unverified', 'rejected')),
    reserved_at timestamptz,
    assigned_at timestamptz,
    quarantined_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (status = 'suspended' OR (status IN ('reserved', 'assigned')) = (assigned_to IS NOT NULL)),
    CHECK ((status = 'quarantined') = (quarantined_until IS NOT NULL))
  )`,
  `CREATE UNIQUE INDEX toll_free_numbers_one_each ON toll_free_numbers (assigned_to)
     WHERE status IN ('reserved', 'assigned')`,
  `CREATE INDEX toll_free_numbers_assigned_to ON toll_free_numbers (assigned_to) WHERE assigned_to IS NOT NULL`,
  `CREATE INDEX toll_free_numbers_claimable ON toll_free_numbers (id)
     WHERE status = 'available' AND verification_status = 'verified'`,
  `CREATE TABLE toll_free_number_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number text NOT NULL,
    from_status text,
    to_status text NOT NULL,
    business_id uuid,
    reason text NOT NULL,
    actor text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX toll_free_number_history_number ON toll_free_number_history (number, id)`,
  // A number whose business is deleted loses it by the foreign key; here it goes into quarantine with it.
  `CREATE FUNCTION check_toll_free_number() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF NEW.status = OLD.status AND OLD.assigned_to IS NOT NULL AND NEW.assigned_to IS NULL THEN
       NEW.status := 'quarantined';
       PERFORM set_config('inventory.reason', 'business_deleted', true);
     END IF;
     IF NEW.status <> OLD.status AND NOT (CASE OLD.status
       WHEN 'available' THEN NEW.status IN ('reserved', 'assigned', 'suspended', 'retired')
       WHEN 'reserved' THEN NEW.status IN ('available', 'assigned', 'suspended', 'quarantined')
       WHEN 'assigned' THEN NEW.status IN ('available', 'suspended', 'quarantined')
       WHEN 'suspended' THEN NEW.status IN ('available', 'assigned', 'quarantined', 'retired')
       WHEN 'quarantined' THEN NEW.status IN ('available', 'retired')
       ELSE false
     END) THEN
       RAISE EXCEPTION 'illegal_transition: % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
     END IF;
     IF OLD.assigned_to <> NEW.assigned_to THEN
       RAISE EXCEPTION 'business_changed: make the number available first' USING ERRCODE = 'check_violation';
     END IF;
     IF NEW.status = 'quarantined' THEN
       NEW.quarantined_until := coalesce(NEW.quarantined_until, now() + interval '30 days');
     ELSE
       NEW.quarantined_until := NULL;
     END IF;
     IF NEW.assigned_to IS NULL THEN
       NEW.reserved_at := NULL;
       NEW.assigned_at := NULL;
     END IF;
     NEW.updated_at := now();
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER toll_free_numbers_check BEFORE UPDATE ON toll_free_numbers
     FOR EACH ROW EXECUTE FUNCTION check_toll_free_number()`,
  // Reason and actor come from the settings inventory.reason and inventory.actor of the transaction.
  `CREATE FUNCTION note_toll_free_number() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     former toll_free_numbers := NULL;
   BEGIN
     IF TG_OP = 'UPDATE' THEN
       former := OLD;
       IF NEW.status = OLD.status AND NEW.assigned_to IS NOT DISTINCT FROM OLD.assigned_to THEN
         RETURN NULL;
       END IF;
     END IF;
     INSERT INTO toll_free_number_history (number, from_status, to_status, business_id, reason, actor)
     VALUES (
       NEW.number, former.status, NEW.status, coalesce(NEW.assigned_to, former.assigned_to),
       coalesce(NULLIF(current_setting('inventory.reason', true), ''), 'by_hand'),
       coalesce(NULLIF(current_setting('inventory.actor', true), ''), session_user)
     );
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER toll_free_numbers_history AFTER INSERT OR UPDATE ON toll_free_numbers
     FOR EACH ROW EXECUTE FUNCTION note_toll_free_number()`,
]
