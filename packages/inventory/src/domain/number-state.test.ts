import type { BusinessId } from '@cloudgreet/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  decideTransition,
  isConsistent,
  isHeld,
  legalTransitions,
  type NumberState,
  numberStatuses,
} from './number-state.ts'

const businesses = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'] as BusinessId[]
const anyState: fc.Arbitrary<NumberState> = fc.record({
  status: fc.constantFrom(...numberStatuses),
  assignedTo: fc.constantFrom(undefined, ...businesses),
})

/** Walks from a fresh number, taking every change that is allowed. */
function walk(changes: readonly NumberState[]): readonly NumberState[] {
  const states: NumberState[] = [{ status: 'available' }]
  for (const change of changes) {
    const last = states.at(-1)
    if (last !== undefined && decideTransition(last, change).allowed) states.push(change)
  }
  return states
}

describe('decideTransition', () => {
  it('never leaves a consistent state for an inconsistent one', () => {
    fc.assert(fc.property(fc.array(anyState, { maxLength: 60 }), (changes) => walk(changes).every(isConsistent)))
  })

  it('never passes a number from one business straight to another', () => {
    fc.assert(
      fc.property(fc.array(anyState, { maxLength: 60 }), (changes) =>
        walk(changes).every(
          (state, index, states) =>
            states[index - 1]?.assignedTo === undefined ||
            state.assignedTo === undefined ||
            state.assignedTo === states[index - 1]?.assignedTo,
        ),
      ),
    )
  })

  it('gives a quarantined or retired number to nobody', () => {
    fc.assert(
      fc.property(anyState, anyState, (from, to) =>
        ['quarantined', 'retired'].includes(from.status) && isHeld(to.status)
          ? !decideTransition(from, to).allowed
          : true,
      ),
    )
  })

  it('lets every number that is not retired come back to the stock', () => {
    const reached = new Set(['available'])
    for (const _round of numberStatuses)
      for (const status of numberStatuses)
        if (legalTransitions[status].some((next) => reached.has(next))) reached.add(status)
    expect([...numberStatuses].filter((status) => !reached.has(status))).toEqual(['retired'])
  })

  it.each([
    [{ status: 'retired' }, { status: 'available' }, 'illegal_transition'],
    [{ status: 'available' }, { status: 'reserved' }, 'business_required'],
    [
      { status: 'assigned', assignedTo: businesses[0] },
      { status: 'available', assignedTo: businesses[0] },
      'business_not_allowed',
    ],
    [
      { status: 'assigned', assignedTo: businesses[0] },
      { status: 'assigned', assignedTo: businesses[1] },
      'business_changed',
    ],
  ] satisfies [NumberState, NumberState, string][])('refuses %o to %o as %s', (from, to, code) => {
    expect(decideTransition(from, to)).toEqual({ allowed: false, code })
  })
})
