import type { CallSummary } from '@cloudgreet/core/contract'

import type { CallOutcome } from './call-facts.ts'
import { countSuccesses, toSuccessRate } from './call-outcome.ts'

/** Calls that share an outcome and a reason. */
export type CallGroup = {
  readonly outcome: CallOutcome | null
  readonly reason: string | null
  readonly calls: number
  readonly neverConnected: number
  readonly recorded: number
  readonly transcribed: number
}

const reasonsShown = 50

export function toCallSummary(groups: readonly CallGroup[]): CallSummary {
  const outcomes = { ...noCalls }
  for (const { outcome, calls } of groups) if (outcome !== null) outcomes[outcome] += calls
  const sum = (field: 'calls' | 'neverConnected' | 'recorded' | 'transcribed') =>
    groups.reduce((total, group) => total + group[field], 0)
  return {
    calls: sum('calls'),
    outcomes,
    ...countSuccesses(outcomes),
    successRate: toSuccessRate(outcomes),
    neverConnected: sum('neverConnected'),
    recorded: sum('recorded'),
    transcribed: sum('transcribed'),
    reasons: toReasons(groups),
  }
}

function toReasons(groups: readonly CallGroup[]): CallSummary['reasons'] {
  return groups
    .flatMap(({ outcome, reason, calls }) => (outcome === null || reason === null ? [] : [{ reason, outcome, calls }]))
    .toSorted((one, other) => other.calls - one.calls || (one.reason < other.reason ? -1 : 1))
    .slice(0, reasonsShown)
}

const noCalls: Record<CallOutcome, number> = {
  answered: 0,
  voicemail: 0,
  no_answer: 0,
  busy: 0,
  transferred: 0,
  failed: 0,
  other: 0,
}
