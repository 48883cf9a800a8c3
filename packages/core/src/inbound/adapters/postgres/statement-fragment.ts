/** One `WITH` member that a package contributes to the webhook statement. */
export interface CommonTableExpression {
  /** Name under which later members read it; unique in the statement. */
  readonly name: string
  /**
   * SQL over the package's own tables only. `:name` stands for a parameter; it becomes `$n::type`, and the same
   * name is the same parameter everywhere in the statement. Casts (`::text`) and quoted text are left alone.
   * It may read the frame's members: see {@link FrameMember}.
   */
  readonly sql: string
}

/**
 * Members of the frame, in order. Each holds at most one row, and a row only when the one before had one.
 *
 * - `inbox(id uuid, business_id uuid, received_at timestamptz)`: the new inbox row; none for a duplicate;
 *   `business_id` is null when unrouted
 * - `transition(business_id uuid, subject_id uuid, data jsonb)`: the owning package's fragment
 * - `counter(business_id uuid, subject_id uuid, data jsonb, told boolean, seq bigint, chain_seq bigint,
 *   chain_prev bytea, chain_head bytea)`: the business's counter row, moved on by one; `chain_*` moved only when
 *   `ledger_canonical` is given. A ledger entry without a `transition` row has a `counter` row all the same, of the
 *   operator when the event is unrouted: `told` is false, `subject_id` null and `seq` unmoved.
 */
export type FrameMember = 'inbox' | 'transition' | 'counter'

/** A package's part of the webhook statement: its parameters and what it adds. */
export interface StatementFragment {
  /**
   * Postgres type of each parameter, by name. A parameter without a value is null.
   * Names that begin with `inbox_`, `route_` or `stream_` are the frame's; a fragment may read but not set them.
   */
  readonly parameters: Readonly<Record<string, string>>
  readonly members: readonly CommonTableExpression[]
}

/**
 * The fragment that applies the event. Its last member is named `transition` and returns
 * `business_id uuid, subject_id uuid, data jsonb`; it selects `FROM inbox WHERE business_id IS NOT NULL`.
 * A transition without a row (nothing changed) moves no counter and tells nobody.
 * It runs alone, too, in the general path: then `inbox` is the stored row.
 */
export type TransitionFragment = StatementFragment

/**
 * The fragment that appends to the consent ledger; it reads `counter` and must add nothing
 * when the parameter `ledger_canonical` (bytea, declared by the frame) is null.
 *
 * Its members named in `before` come ahead of `inbox` (a lock on the person), `inbox` waits for them.
 */
export interface LedgerFragment extends StatementFragment {
  readonly before: readonly CommonTableExpression[]
}
