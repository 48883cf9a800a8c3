export type {
  CommonTableExpression,
  FrameMember,
  LedgerFragment,
  StatementFragment,
  TransitionFragment,
} from './inbound/adapters/postgres/statement-fragment.ts'
export { openDatabase, type Database, type DatabaseOptions } from './postgres/open-database.ts'
export { migrate, type MigrationSet } from './postgres/migrate.ts'
export { executorOf, postgresTransactions } from './postgres/postgres-transactions.ts'
export { DatabaseFolderInUseError } from './postgres/folder-lock.ts'
export { MigrationError } from './postgres/migrate.ts'
export { tenantRole } from './postgres/postgres-transactions.ts'
export { coreMigrations } from './postgres/migrations/index.ts'
export { protectTenantTable } from './postgres/protect-tenant-table.ts'
export type { CoreTables } from './postgres/core-tables.ts'
export {
  createPostgresRefreshTokens,
  type PostgresRefreshTokensOptions,
} from './identity/adapters/postgres/postgres-refresh-tokens.ts'
export { advanceChain, ChainMissingError, type ChainLink } from './postgres/advance-chain.ts'
export {
  composeInboundStatement,
  type ComposedStatement,
  type InboundFragments,
  type PreparedStatement,
} from './inbound/adapters/postgres/compose-inbound-statement.ts'
export {
  bindTransition,
  toFrameValues,
  type BoundStatement,
  type InboundStatements,
} from './inbound/adapters/postgres/inbound-values.ts'
export {
  createPostgresAgentRecords,
  type PostgresAgentRecordsOptions,
} from './agents/adapters/postgres/postgres-agent-records.ts'
export { createPostgresInbox, type PostgresInboxSettings } from './inbound/adapters/postgres/postgres-inbox.ts'
export {
  createInboxRetries,
  type InboxRetries,
  type InboxRetriesSettings,
  type RetryCounts,
} from './inbound/adapters/postgres/inbox-retries.ts'
export { createPostgresHolds, type PostgresHoldsOptions } from './operations/adapters/postgres/postgres-holds.ts'
export { createPostgresEventOutbox } from './realtime/adapters/postgres/postgres-event-outbox.ts'
export { createPostgresWakeUpBus } from './realtime/adapters/postgres/postgres-wake-up-bus.ts'
export {
  createOutboxRelay,
  type FollowUpInput,
  type FollowUpWorkflow,
  type OutboxRelay,
  type OutboxRelaySettings,
} from './realtime/adapters/postgres/outbox-relay.ts'
export { classifyFailure, isLostConnection, sqlStateOf } from './postgres/database-failure.ts'
export {
  pruneFunctionCalls,
  pruneIdempotencyKeys,
  pruneInbox,
  pruneMails,
  pruneInsightRuns,
  pruneOutbox,
  pruneRefreshTokens,
  pruneReplayItems,
  pruneTickets,
  retentionDays,
} from './postgres/retention.ts'
export { createPostgresRegistrationStore } from './registration/adapters/postgres/postgres-registration-store.ts'
export {
  createPostgresReplayStore,
  type PostgresReplayStoreSettings,
} from './inbound/adapters/postgres/postgres-replay-store.ts'
export { createPostgresDeadLetters } from './inbound/adapters/postgres/postgres-dead-letters.ts'
export { createPostgresBusinessRecords } from './insights/adapters/postgres/postgres-business-records.ts'
export { createPostgresInsightStore } from './insights/adapters/postgres/postgres-insight-store.ts'
export { createPostgresAppointmentStore } from './appointments/adapters/postgres/postgres-appointment-store.ts'
export { toAppointment } from './appointments/adapters/postgres/to-appointment.ts'
export { createPostgresCallerMessages } from './caller-messages/adapters/postgres/postgres-caller-messages.ts'
export { createPostgresFunctionCalls } from './function-calls/adapters/postgres/postgres-function-calls.ts'
