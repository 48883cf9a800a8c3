export {
  agentRecordsContract,
  toAgentRecord,
  type AgentRecordsContract,
  type AgentRecordsSubject,
} from './agents/testkit/agent-records-contract.ts'
export { FakeClock } from './kernel/testkit/fake-clock.ts'
export { RecordingLogger, type LogLine } from './kernel/testkit/recording-logger.ts'
export { SequentialIdSource } from './kernel/testkit/sequential-id-source.ts'
export { forEachDatabase, openFreshPostgres } from './postgres/testkit/for-each-database.ts'
export { identityContract } from './identity/testkit/identity-contract.ts'
export { refreshTokensContract, type RefreshTokensSubject } from './identity/testkit/refresh-tokens-contract.ts'
export { holdsContract } from './operations/testkit/holds-contract.ts'
export { FakeTimer } from './kernel/testkit/fake-timer.ts'
export { eventOutboxContract, type EventOutboxSubject } from './realtime/testkit/event-outbox-contract.ts'
export { wakeUpBusContract } from './realtime/testkit/wake-up-bus-contract.ts'
export { runToEnd } from './workflows/testkit/run-to-end.ts'
export {
  workflowCrashContract,
  type CrashSubject,
  type ScenarioRun,
  type WorkflowCrashContract,
} from './workflows/testkit/workflow-crash-contract.ts'
export { workflowScenarios, type ScenarioWorld } from './workflows/testkit/workflow-scenarios.ts'
export {
  workflowsContract,
  type WorkflowsContract,
  type WorkflowsSubject,
} from './workflows/testkit/workflows-contract.ts'
export { registrationEvidence, registrationForm } from './registration/testkit/registration-form.ts'
export {
  registrationStoreContract,
  type RegistrationStoreContract,
  type RegistrationStoreSubject,
} from './registration/testkit/registration-store-contract.ts'
export { RegistrationWorld, type Fault } from './registration/testkit/registration-world.ts'
export {
  replayStoreContract,
  type ReplaySeed,
  type ReplayStoreSubject,
} from './inbound/testkit/replay-store-contract.ts'
export { deadLettersContract, type DeadLettersSubject } from './inbound/testkit/dead-letters-contract.ts'
export { callHistoryContract, type CallHistorySubject, type PastCall } from './calls/testkit/call-history-contract.ts'
export { insightStoreContract, type InsightStoreSubject } from './insights/testkit/insight-store-contract.ts'
export {
  appointmentBookContract,
  type AppointmentBookSubject,
} from './appointments/testkit/appointment-book-contract.ts'
export {
  callerMessagesContract,
  type CallerMessagesSubject,
} from './caller-messages/testkit/caller-messages-contract.ts'
export { functionCallsContract, type FunctionCallsSubject } from './function-calls/testkit/function-calls-contract.ts'
