export {
  createMemoryCallLog,
  type MemoryCallLog,
  type MemoryCallLogOptions,
} from './calls/adapters/memory/memory-call-log.ts'
export {
  createMemoryMessageLog,
  type MemoryMessageLog,
  type MemoryMessageLogOptions,
} from './messages/adapters/memory/memory-message-log.ts'
export {
  createMemoryAgentProvisioner,
  type MemoryAgentFault,
  type MemoryAgentProvisioner,
} from './agents/adapters/memory/memory-agent-provisioner.ts'
export {
  createMemoryMessageSender,
  type MemoryMessageSender,
  type MemorySendFault,
} from './messaging/adapters/memory/memory-message-sender.ts'
export { createMemoryAgentCalls, type MemoryAgentCalls } from './call-control/adapters/memory/memory-agent-calls.ts'
export {
  createMemoryCallControl,
  type MemoryCallControl,
  type MemoryCommand,
  type MemoryCommandFault,
} from './call-control/adapters/memory/memory-call-control.ts'
export {
  createMemoryControlledCalls,
  type MemoryControlledCalls,
} from './call-control/adapters/memory/memory-controlled-calls.ts'
export { createMemoryNumberRoutes } from './call-control/adapters/memory/memory-number-routes.ts'
