import { describe, expect, it } from 'vitest'

import type { CallControlEvent } from './call-control-event.ts'
import type { CallMeans, ControlledCall } from './controlled-call.ts'
import { decideCallControl } from './decide-call-control.ts'

const means: CallMeans = {
  agentId: 'agent_1',
  isAgentPaused: false,
  forwardNumber: '+13125550142',
  voicemailGreeting: 'Please leave a message.',
}
const alone: CallMeans = { ...means, forwardNumber: null }

const begun: CallControlEvent = { type: 'call_initiated' }
const registered: CallControlEvent = { type: 'agent_registered', agentCallId: 'call_1' }
const took = (target: 'agent' | 'owner'): CallControlEvent => ({ type: 'target_took', target })
const ended = (target: 'agent' | 'owner', cause: string | null): CallControlEvent => ({
  type: 'target_ended',
  target,
  cause,
})
const silent = (state: ControlledCall['state'], isAgentTalking = false): CallControlEvent => ({
  type: 'time_ran_out',
  state,
  isAgentTalking,
})
const refused = (state: ControlledCall['state']): CallControlEvent => ({ type: 'command_refused', state })
const answered: CallControlEvent = { type: 'line_answered' }
const spoken: CallControlEvent = { type: 'speech_ended' }
const recorded: CallControlEvent = { type: 'recording_saved' }
const over: CallControlEvent = { type: 'call_ended' }

function run(events: readonly CallControlEvent[], own: CallMeans = means): ControlledCall | undefined {
  let call: ControlledCall | undefined
  for (const event of events) call = decideCallControl(call, event, own)
  return call
}

describe('decideCallControl', () => {
  it.each([
    ['asks for an agent first', [begun], { state: 'registering' }],
    ['offers the call to the agent', [begun, registered], { state: 'offered_to_agent', agentCallId: 'call_1' }],
    ['leaves it with an agent who took it', [begun, registered, took('agent')], { state: 'with_agent', outcome: null }],
    [
      'ends with the agent’s call as the one that counts',
      [begun, registered, took('agent'), ended('agent', 'normal_clearing'), over],
      { state: 'ended', outcome: null, failoverReason: null },
    ],
    [
      'rings the owner when the agent lets it ring',
      [begun, registered, ended('agent', 'timeout')],
      { state: 'failing_over', failoverReason: 'agent_timeout' },
    ],
    [
      'names a busy agent',
      [begun, registered, ended('agent', 'user_busy')],
      { state: 'failing_over', failoverReason: 'agent_busy' },
    ],
    [
      'names an agent that cannot be reached',
      [begun, registered, ended('agent', 'not_found')],
      { failoverReason: 'agent_unreachable' },
    ],
    [
      'rings the owner when no agent could be registered',
      [begun, refused('registering')],
      { state: 'failing_over', failoverReason: 'agent_not_registered' },
    ],
    [
      'rings the owner when a registration takes too long',
      [begun, silent('registering')],
      { state: 'failing_over', failoverReason: 'agent_timeout' },
    ],
    [
      'calls it transferred once the owner takes it',
      [begun, registered, ended('agent', 'timeout'), took('owner'), over],
      { state: 'ended', outcome: 'transferred' },
    ],
    [
      'takes a message when the owner does not',
      [begun, registered, ended('agent', 'timeout'), ended('owner', 'no_answer'), answered, spoken],
      { state: 'recording_voicemail', outcome: 'voicemail' },
    ],
    [
      'hangs up on a caller who stays after the message',
      [begun, registered, ended('agent', 'timeout'), ended('owner', 'user_busy'), answered, spoken, recorded],
      { state: 'hanging_up', outcome: 'voicemail' },
    ],
    [
      'believes Retell when Telnyx’s event about the agent was lost',
      [begun, registered, silent('offered_to_agent', true)],
      { state: 'with_agent' },
    ],
    [
      'goes on when the events about the voicemail are lost',
      [begun, refused('registering'), refused('failing_over'), silent('answering'), silent('greeting')],
      { state: 'recording_voicemail' },
    ],
    [
      'gives a call up when not even voicemail works',
      [begun, refused('registering'), refused('failing_over'), refused('answering')],
      { state: 'hanging_up', outcome: 'failed' },
    ],
    ['notes a caller who hangs up early', [begun, registered, over], { state: 'ended', outcome: 'no_answer' }],
  ] as const)('%s', (_title, events, expected) => {
    expect(run(events)).toMatchObject(expected)
  })

  it.each([
    ['agent_paused', { ...means, isAgentPaused: true }, 'failing_over'],
    ['no_agent', { ...means, agentId: null }, 'failing_over'],
    ['agent_paused', { ...alone, isAgentPaused: true }, 'answering'],
  ] as const)('skips an agent who cannot answer: %s', (failoverReason, own, state) => {
    expect(run([begun], own)).toMatchObject({ state, failoverReason })
  })

  it('speaks at once on a line that is up already', () => {
    expect(run([answered, registered, ended('agent', 'timeout')], alone)).toMatchObject({ state: 'greeting' })
  })

  it('starts nothing for a call whose end came first', () => {
    expect(run([over, begun])).toMatchObject({ state: 'ended', outcome: 'no_answer' })
    expect(run([over, begun, answered, registered])?.state).toBe('ended')
  })

  it('knows nothing of a call that never began', () => {
    expect(run([took('agent')])).toBeUndefined()
  })

  describe('whatever the order of up to five events', () => {
    const all = [
      begun,
      registered,
      took('agent'),
      ended('agent', 'timeout'),
      took('owner'),
      ended('owner', 'no_answer'),
    ]
    const sequences = toSequences([...all, answered, spoken, recorded, over], 5)

    it('changes nothing by the same event again, and nothing after the end', () => {
      const isUnstable = (events: readonly CallControlEvent[]) => {
        const before = run(events.slice(0, -1))
        const after = run(events)
        const isRestless = after !== undefined && decideCallControl(after, events.at(-1)!, means) !== after
        return isRestless || (before?.state === 'ended' && after?.state !== 'ended')
      }
      expect(sequences.filter(isUnstable)).toEqual([])
      expect(sequences.length).toBe(100_000)
    })

    it('never goes back to the agent once it has failed over, nor gives a taken call away', () => {
      const after = (states: readonly string[], state: string) =>
        states.includes(state) ? states.slice(states.indexOf(state)) : []
      const isWrong = (events: readonly CallControlEvent[]) => {
        const states = events.map((_, index) => run(events.slice(0, index + 1))?.state ?? 'none')
        const isBackAtAgent = after(states, 'failing_over').some((state) => /agent|registering/.test(state))
        return isBackAtAgent || after(states, 'with_agent').some((state) => !['with_agent', 'ended'].includes(state))
      }
      expect(sequences.filter(isWrong)).toEqual([])
    })
  })
})

/** Every sequence of this length, repeats included. */
function toSequences<Item>(items: readonly Item[], length: number): readonly (readonly Item[])[] {
  if (length === 0) return [[]]
  return toSequences(items, length - 1).flatMap((rest) => items.map((item) => [...rest, item]))
}
