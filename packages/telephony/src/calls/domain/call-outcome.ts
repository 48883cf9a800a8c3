import type { CallExplanation } from '@cloudgreet/core/contract'

import type { CallOutcome, CallStatus } from './call-facts.ts'
import { findDisconnectionReason } from './disconnection-reasons.ts'

/** How the call ended, for the business; null while it goes on. A reason that nobody knows is `other`, and kept. */
export function toCallOutcome(call: {
  readonly status: CallStatus
  readonly disconnectionReason: string | null
  readonly isVoicemail: boolean
}): CallOutcome | null {
  if (call.status === 'registered' || call.status === 'ongoing') return null
  if (call.isVoicemail) return 'voicemail'
  if (call.disconnectionReason !== null) return findDisconnectionReason(call.disconnectionReason)?.outcome ?? 'other'
  if (call.status === 'error') return 'failed'
  return call.status === 'not_connected' ? 'no_answer' : 'other'
}

/** What the owner reads about the end of a call; null while it goes on. */
export function explainOutcome(call: {
  readonly outcome: CallOutcome | null
  readonly disconnectionReason: string | null
}): CallExplanation | null {
  if (call.outcome === null) return null
  const known = findDisconnectionReason(call.disconnectionReason ?? '')
  // The outcome may know better than the reason: a machine answered, then the agent hung up.
  if (known?.outcome === call.outcome) return { text: known.text, advice: known.advice }
  return { text: outcomeTexts[call.outcome], advice: null }
}

const outcomeTexts: Readonly<Record<CallOutcome, string>> = {
  answered: 'The call was answered.',
  transferred: 'Your agent put the call through.',
  voicemail: 'An answering machine took the call.',
  no_answer: 'Nobody picked up.',
  busy: 'The line was busy.',
  failed: 'The call failed.',
  other: 'The call ended for a reason that is not known here.',
}

/**
 * Which outcomes count for the success rate: `true` reached somebody, `false` reached nobody, `null` counts for neither
 * (a machine took the call, or nobody knows how it ended).
 */
export const successOfOutcome: Readonly<Record<CallOutcome, boolean | null>> = {
  answered: true,
  transferred: true,
  no_answer: false,
  busy: false,
  failed: false,
  voicemail: null,
  other: null,
}

/**
 * Successes among successes and failures, 0 to 1; null when there were neither. This is the only definition:
 * calls that go on and outcomes that are neither stay out of both sides.
 *
 * @param counts - calls by outcome
 */
export function toSuccessRate(counts: Readonly<Partial<Record<CallOutcome, number>>>): number | null {
  const { successes, failures } = countSuccesses(counts)
  return successes + failures === 0 ? null : successes / (successes + failures)
}

export function countSuccesses(counts: Readonly<Partial<Record<CallOutcome, number>>>): {
  readonly successes: number
  readonly failures: number
} {
  const outcomes = Object.keys(successOfOutcome) as CallOutcome[]
  const sum = (success: boolean) =>
    outcomes.reduce((total, name) => total + (successOfOutcome[name] === success ? (counts[name] ?? 0) : 0), 0)
  return { successes: sum(true), failures: sum(false) }
}
