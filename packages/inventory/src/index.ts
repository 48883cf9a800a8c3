export {
  decideTransition,
  isConsistent,
  isHeld,
  legalTransitions,
  numberStatuses,
  quarantineDays,
  type NumberState,
  type NumberStatus,
  type TransitionDecision,
  type VerificationStatus,
} from './domain/number-state.ts'
export { parseNumberLines, type AddedLine, type NumberLine } from './domain/number-lines.ts'
export type { NewStock, NumberInventory } from './ports/number-inventory.ts'
