import type { BusinessId } from '@cloudgreet/core'

/** Where a number can stand. The database holds the same list by CHECK. */
export const numberStatuses = ['available', 'reserved', 'assigned', 'suspended', 'quarantined', 'retired'] as const

export type NumberStatus = (typeof numberStatuses)[number]

/** Toll-free verification by the carriers; only a `verified` number may be given out, for it must be able to text. */
export type VerificationStatus = 'verified' | 'pending' | 'unverified' | 'rejected'

/** How long a number that served a business rests, so that its old callers do not reach a new one. */
export const quarantineDays = 30

export interface NumberState {
  readonly status: NumberStatus
  readonly assignedTo?: BusinessId | undefined
}

/**
 * From each status, those it may change to. `assigned → available` is the operator's way out of a stuck assignment;
 * `retired` is the end.
 */
export const legalTransitions: Readonly<Record<NumberStatus, readonly NumberStatus[]>> = {
  available: ['reserved', 'assigned', 'suspended', 'retired'],
  reserved: ['available', 'assigned', 'suspended', 'quarantined'],
  assigned: ['available', 'suspended', 'quarantined'],
  suspended: ['available', 'assigned', 'quarantined', 'retired'],
  quarantined: ['available', 'retired'],
  retired: [],
}

export type TransitionDecision =
  | { readonly allowed: true }
  | {
      readonly allowed: false
      readonly code: 'illegal_transition' | 'business_required' | 'business_not_allowed' | 'business_changed'
    }

/** Reserved and assigned numbers have a business, suspended ones may keep it, all others have none. */
export function isConsistent({ status, assignedTo }: NumberState): boolean {
  if (status === 'suspended') return true
  return isHeld(status) === (assignedTo !== undefined)
}

/** True when the number stands for the one number of its business. */
export function isHeld(status: NumberStatus): boolean {
  return status === 'reserved' || status === 'assigned'
}

/** Judges a change of a consistent state. A number never passes from one business straight to another. */
export function decideTransition(from: NumberState, to: NumberState): TransitionDecision {
  if (from.status !== to.status && !legalTransitions[from.status].includes(to.status))
    return { allowed: false, code: 'illegal_transition' }
  if (!isConsistent(to))
    return { allowed: false, code: to.assignedTo === undefined ? 'business_required' : 'business_not_allowed' }
  const passesOn = from.assignedTo !== undefined && to.assignedTo !== undefined && from.assignedTo !== to.assignedTo
  if (passesOn) return { allowed: false, code: 'business_changed' }
  return { allowed: true }
}
