export { callTransitionFragment } from './calls/adapters/postgres/call-transition-fragment.ts'
export { createPostgresCallHistory } from './calls/adapters/postgres/postgres-call-history.ts'
export { createPostgresCallLog, type PostgresCallLogOptions } from './calls/adapters/postgres/postgres-call-log.ts'
export {
  claimUnfinishedTexts,
  type UnfinishedText,
  type UnfinishedTextsQuery,
} from './messages/adapters/postgres/claim-unfinished-texts.ts'
export { messageReceivedFragment, messageStatusFragment } from './messages/adapters/postgres/message-fragments.ts'
export {
  createPostgresMessageLog,
  type PostgresMessageLogOptions,
} from './messages/adapters/postgres/postgres-message-log.ts'
export { telephonyMigrations } from './postgres/migrations/index.ts'
export type { TelephonyTables } from './postgres/telephony-tables.ts'
export { callLineFragment } from './call-control/adapters/postgres/call-line-fragment.ts'
export {
  createPostgresControlledCalls,
  type PostgresControlledCallsOptions,
} from './call-control/adapters/postgres/postgres-controlled-calls.ts'
export {
  createPostgresNumberRoutes,
  type PostgresNumberRoutesOptions,
} from './call-control/adapters/postgres/postgres-number-routes.ts'
