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
