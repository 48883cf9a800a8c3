export { MemoryCallHistory } from './calls/adapters/memory/memory-call-history.ts'
export { MemoryMessageLog } from './messages/adapters/memory/memory-message-log.ts'
export { MemoryAgentProvisioner, type MemoryAgentFault } from './agents/adapters/memory/memory-agent-provisioner.ts'
export { MemoryMessageSender, type MemorySendFault } from './messaging/adapters/memory/memory-message-sender.ts'
