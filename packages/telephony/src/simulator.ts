export {
  bookingScript,
  functionScript,
  type CallScript,
  type ScriptFunction,
  type ScriptStep,
  type ScriptTurn,
} from './simulator/domain/call-script.ts'
export type { FaultKind } from './simulator/domain/fault-kinds.ts'
export type { Fault } from './simulator/domain/fault-plan.ts'
export type { Effect, LedgerEntry, WireObject } from './simulator/domain/ledger-entry.ts'
export { runSimulator, type SimulatorEnvironment } from './simulator/run-simulator.ts'
export {
  SimulatorControl,
  type AgentEdit,
  type ControlAnswer,
  type ControlCall,
  type ControlText,
} from './simulator/simulator-control.ts'
export {
  startVendorSimulator,
  type VendorSimulator,
  type VendorSimulatorOptions,
} from './simulator/start-vendor-simulator.ts'
export type { Delivery, DeliveryAttempt } from './simulator/webhook-courier.ts'
