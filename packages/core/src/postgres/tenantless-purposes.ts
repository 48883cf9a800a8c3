/**
 * The purposes that code may open an owner's transaction for, and why no tenant can serve.
 * `tenantless-statements.test.ts` fails on one that is not listed.
 */
export const tenantlessPurposes: Readonly<Record<string, string>> = {
  abandon_idempotency_key: 'keys belong to a caller, who may have no business yet',
  assert_address_key: 'one key names the people of all businesses',
  claim_idempotency_key: 'keys belong to a caller, who may have no business yet',
  contact_intent_lookup: 'a workflow finds its own intent by the intent key, after a crash',
  ensure_account: 'the first admin and the sandbox’s staff belong to no customer',
  find_account: 'who logs in is found by email before a business is known',
  find_admin: 'admins of the server belong to no business',
  find_called_business: 'the called number or the agent tells the business',
  find_operator: 'the operator’s own business is found by its kind',
  finish_idempotency_key: 'keys belong to a caller, who may have no business yet',
  issue_ticket: 'tickets are readable by no tenant',
  keep_mail: 'kept mails are readable by no tenant',
  list_dead_letters: 'operators see the dead webhooks of all businesses, and those of none',
  list_inbox: 'operators see unrouted webhooks, which have no business',
  list_agents: 'the agents of all businesses are checked in turn',
  operator_sql: 'an operator asks in SQL, read-only or audited',
  read_inbox_event: 'operators look into one webhook, which may have no business',
  redeem_ticket: 'the ticket tells the business',
  registration: 'the saga makes and removes businesses, users and profiles',
  unfinished_texts: 'the provider is asked about the overdue texts of all businesses in turn',
}

/** The files that send statements on the owner's connections, outside such a transaction, and why no tenant can serve. */
export const ownerConnections: Readonly<Record<string, string>> = {
  'apps/reference-server/src/cli/sql.ts': 'an operator asks in SQL',
  'apps/reference-server/src/data/detailed-health.ts': 'health looks at the whole database',
  'apps/reference-server/src/server-readiness.ts': 'asks whether the database answers, and reads no table',
  'packages/core/src/identity/adapters/better-auth/auth-instance.ts': 'users and sessions come before businesses',
  'packages/core/src/identity/adapters/postgres/postgres-refresh-tokens.ts': 'refresh tokens are readable by no tenant',
  'packages/core/src/inbound/adapters/postgres/answer-recorder.ts': 'answers of many businesses are written together',
  'packages/core/src/inbound/adapters/postgres/bounded-connections.ts': 'lends the connection of the inbox',
  'packages/core/src/inbound/adapters/postgres/inbox-retries.ts': 'takes the failed webhooks of all businesses in turn',
  'packages/core/src/inbound/adapters/postgres/postgres-inbox.ts': 'finds the business inside its own statement',
  'packages/core/src/operations/adapters/postgres/postgres-holds.ts': 'holds stop work of the whole house',
  'packages/core/src/inbound/adapters/postgres/postgres-replay-journal.ts':
    'replays are the operators’, and readable by no tenant',
  'packages/core/src/inbound/adapters/postgres/postgres-replay-store.ts':
    'replays webhooks of all businesses, and those of none',
  'packages/core/src/inbound/adapters/postgres/replay-progress.ts': 'counts the events of a replay, whosever they are',
  'packages/core/src/inbound/adapters/postgres/stored-event-transaction.ts':
    'applies stored webhooks, whose business the statement finds',
  'packages/core/src/postgres/migrate.ts': 'migrations own the tables',
  'packages/core/src/postgres/postgres-transactions.ts': 'opens the tenants’ transactions',
  'packages/core/src/postgres/retention.ts': 'deletes old rows of all businesses',
  'packages/core/src/realtime/adapters/postgres/outbox-relay.ts': 'starts the follow-up work of all businesses',
  'packages/core/src/realtime/adapters/postgres/postgres-wake-up-bus.ts': 'sends NOTIFY and reads no table',
  'packages/core/src/registration/adapters/postgres/postgres-registration-store.ts':
    'registrations come before businesses',
  'packages/core/src/workflows/adapters/dbos/dbos-workflows.ts': 'the durable engine keeps its own tables',
  'packages/inventory/src/adapters/postgres/postgres-number-allocator.ts': 'numbers in stock belong to no business',
  'packages/inventory/src/adapters/postgres/postgres-number-inventory.ts': 'numbers in stock belong to no business',
}
