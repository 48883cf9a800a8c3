export { createMemoryAgentRecords, type MemoryAgentRecords } from './agents/adapters/memory/memory-agent-records.ts'
export { createMemoryIdentity } from './identity/adapters/memory/memory-identity.ts'
export {
  createMemoryRefreshTokens,
  type MemoryRefreshTokensOptions,
} from './identity/adapters/memory/memory-refresh-tokens.ts'
export { createMemoryTransactions, onRollback } from './kernel/adapters/memory/memory-transactions.ts'
export { createMemoryHolds, type MemoryHoldsOptions } from './operations/adapters/memory/memory-holds.ts'
export { createMemoryEventOutbox, type MemoryEventOutbox } from './realtime/adapters/memory/memory-event-outbox.ts'
export { createLocalWakeUpBus } from './realtime/domain/local-wake-up-bus.ts'
export {
  createMemoryWorkflowRecord,
  type MemoryWorkflowRecord,
} from './workflows/adapters/memory/memory-workflow-record.ts'
export {
  createMemoryWorkflows,
  type MemoryWorkflows,
  type MemoryWorkflowsOptions,
} from './workflows/adapters/memory/memory-workflows.ts'
export {
  createMemoryRegistrationStore,
  type MemoryRegistrationStore,
  type MemoryRegistrationStoreOptions,
} from './registration/adapters/memory/memory-registration-store.ts'
export {
  createMemoryReplayStore,
  type MemoryReplayStore,
  type MemoryReplayStoreOptions,
} from './inbound/adapters/memory/memory-replay-store.ts'
export { createMemoryDeadLetters } from './inbound/adapters/memory/memory-dead-letters.ts'
export { createMemoryInsightStore } from './insights/adapters/memory/memory-insight-store.ts'
export {
  createMemoryAppointmentStore,
  type MemoryAppointmentStoreOptions,
} from './appointments/adapters/memory/memory-appointment-store.ts'
export { createMemoryCallerMessages } from './caller-messages/adapters/memory/memory-caller-messages.ts'
export { createMemoryFunctionCalls } from './function-calls/adapters/memory/memory-function-calls.ts'
