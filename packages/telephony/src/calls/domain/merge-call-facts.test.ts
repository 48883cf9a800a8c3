import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { buildCallFacts } from '../testkit/call-facts-builder.ts'
import { buildLifeOfCall, toOrders } from '../testkit/life-of-call.ts'
import { callOutcomeRanks, callStatusRanks, type CallFacts, type CallOutcome, type CallStatus } from './call-facts.ts'
import { type TransferState, transferStateRanks } from './call-transfer.ts'
import { mergeCallFacts } from './merge-call-facts.ts'

const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const word = fc.constantFrom('a', 'b', 'bb', 'c')
const moment = fc.integer({ min: 0, max: 3 }).map((second) => new Date(second * 1_000))
const turns = fc.array(
  fc.record({ role: fc.constant('user' as const), content: word, startSeconds: fc.constant(null) }),
)

const transfer = fc.record({
  kind: orNull(fc.constantFrom('warm' as const, 'cold' as const)),
  state: fc.constantFrom(...(Object.keys(transferStateRanks) as TransferState[])),
  destination: orNull(word),
  startedAt: orNull(moment),
  bridgedAt: orNull(moment),
  endedAt: orNull(moment),
})

const reason = fc.oneof(
  fc.constant({ disconnectionReason: null, disconnectionStage: 0 }),
  fc.record({ disconnectionReason: word, disconnectionStage: fc.integer({ min: 1, max: 3 }) }),
)

const factsOfOneCall: fc.Arbitrary<CallFacts> = fc
  .record({
    direction: fc.constantFrom('inbound' as const, 'outbound' as const),
    agentId: orNull(word),
    agentVersion: orNull(fc.nat(3)),
    status: fc.constantFrom(...(Object.keys(callStatusRanks) as CallStatus[])),
    outcome: orNull(fc.constantFrom(...(Object.keys(callOutcomeRanks) as CallOutcome[]))),
    transcript: orNull(word),
    transcriptTurns: orNull(turns),
    summary: orNull(word),
    isSuccessful: orNull(fc.boolean()),
    durationMs: orNull(fc.nat(3)),
    startedAt: orNull(moment),
    endedAt: orNull(moment),
    analyzedAt: orNull(moment),
    firstSeenAt: moment,
    updatedAt: moment,
    transfer: orNull(transfer),
    recordingUrl: orNull(word),
    recordingExpiresAt: orNull(moment),
    scrubbedRecordingUrl: orNull(word),
    isRecordingWithheld: fc.boolean(),
    reason,
  })
  .map(({ reason: ending, ...facts }) => buildCallFacts({ ...facts, ...ending }))

describe('mergeCallFacts', () => {
  it('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(factsOfOneCall, factsOfOneCall, factsOfOneCall, (one, two, three) => {
        expect(mergeCallFacts(one, two)).toEqual(mergeCallFacts(two, one))
        expect(mergeCallFacts(mergeCallFacts(one, two), three)).toEqual(mergeCallFacts(one, mergeCallFacts(two, three)))
        expect(mergeCallFacts(one, one)).toEqual(one)
      }),
      { numRuns: 1_000 },
    )
  })

  it('gives one result for every order of the events of a call, with repeats', () => {
    const results = toOrders(buildLifeOfCall()).map((order) => [...order, order[1]!].reduce(mergeCallFacts))
    for (const result of results) expect(result).toEqual(results[0])
    expect(results[0]).toMatchObject({
      status: 'ended',
      outcome: 'voicemail',
      disconnectionReason: 'agent_hangup',
      transcript: 'Agent: Hello\nUser: Hi',
      summary: 'Asked for a visit.',
    })
  })

  it('never empties the analysis with a late end', () => {
    const analyzed = buildCallFacts({ summary: 'Asked for a visit.', isSuccessful: true })
    expect(mergeCallFacts(analyzed, buildCallFacts())).toMatchObject({
      summary: 'Asked for a visit.',
      isSuccessful: true,
    })
  })
})
