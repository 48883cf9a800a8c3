export { buildCallFacts } from './calls/testkit/call-facts-builder.ts'
export { callLogContract, type CallLogSubject } from './calls/testkit/call-log-contract.ts'
export { messageLogContract, type MessageLogSubject } from './messages/testkit/message-log-contract.ts'
export {
  agentProvisionerContract,
  type AgentProvisionerContract,
  type AgentProvisionerSubject,
  type HandEditedField,
} from './agents/testkit/agent-provisioner-contract.ts'
export {
  messageSenderContract,
  type MessageSenderContract,
  type MessageSenderSubject,
} from './messaging/testkit/message-sender-contract.ts'
export { agentCallsContract, type AgentCallsSubject } from './call-control/testkit/agent-calls-contract.ts'
export { callControlContract, type CallControlSubject } from './call-control/testkit/call-control-contract.ts'
export {
  controlledCallsContract,
  type ControlledCallsSubject,
} from './call-control/testkit/controlled-calls-contract.ts'
