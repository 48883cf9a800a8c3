import type { PastCall } from '@cloudgreet/core/testkit'

import type { CallFacts } from '../domain/call-facts.ts'
import { buildCallFacts } from './call-facts-builder.ts'

let lastCall = 0

/** The facts of a call that was as described. */
export function toPastCallFacts({ direction, person, outcome, startedAt, durationMs, turns }: PastCall): CallFacts {
  lastCall += 1
  return buildCallFacts({
    providerCallId: `past_${lastCall}`,
    direction,
    from: direction === 'inbound' ? person : '+18005550100',
    to: direction === 'inbound' ? '+18005550100' : person,
    outcome,
    startedAt,
    durationMs,
    transcript: turns.length === 0 ? null : turns.map(({ content }) => content).join('\n'),
    transcriptTurns: turns.length === 0 ? null : turns,
  })
}
