import type { BusinessId, CallId } from '@cloudgreet/core'
import { describe, expect, it } from 'vitest'

import type { ControlledCall } from '../domain/controlled-call.ts'
import type { ControlledCalls } from '../ports/controlled-calls.ts'

export interface ControlledCallsSubject {
  readonly calls: ControlledCalls
  readonly makeBusiness: () => Promise<BusinessId> | BusinessId
  /** A caller's line of the business comes in, as the webhook makes it known. */
  readonly ring: (business: BusinessId, controlId: string) => Promise<CallId>
  /** Retell reports a registered call as begun. */
  readonly reportAgentTalking: (business: BusinessId, agentCallId: string) => Promise<void> | void
}

const at = (second: number) => new Date(Date.UTC(2026, 0, 15, 18, 0, second))
const registering: ControlledCall = {
  state: 'registering',
  agentCallId: null,
  failoverReason: null,
  isLineUp: false,
  outcome: null,
}
let last = 0

/** What every {@link ControlledCalls} does. */
export function controlledCallsContract({
  name,
  makeSubject,
}: {
  readonly name: string
  readonly makeSubject: () => ControlledCallsSubject
}): void {
  const makeCall = async () => {
    last += 1
    const subject = makeSubject()
    const business = await subject.makeBusiness()
    const controlId = `${name}:line-${last}`
    return { ...subject, business, controlId, callId: await subject.ring(business, controlId) }
  }

  describe(`ControlledCalls: ${name}`, () => {
    it('knows a call from its first move on, with its line', async () => {
      const { calls, business, callId, controlId } = await makeCall()
      expect(await calls.find(business, callId)).toBeUndefined()
      const moved = await calls.move(business, callId, { key: 'one', at: at(1), decide: () => registering })
      expect(moved).toMatchObject({ call: registering, controlId, movedBy: 'one', movedAt: at(1), isMine: true })
      expect(await calls.find(business, callId)).toMatchObject({ call: registering, to: '+18005550100' })
    })

    it('leaves a call to the move that brought it into its state, also when that comes again', async () => {
      const { calls, business, callId } = await makeCall()
      const keep = (key: string, call: ControlledCall) =>
        calls.move(business, callId, { key, at: at(2), decide: (known) => (known === undefined ? call : known) })
      expect(await keep('one', registering)).toMatchObject({ isMine: true })
      expect(await keep('two', registering)).toMatchObject({ isMine: false })
      expect(await keep('one', registering)).toMatchObject({ isMine: true, movedAt: at(2) })
      const up = await calls.move(business, callId, {
        key: 'three',
        at: at(3),
        decide: () => ({ ...registering, isLineUp: true }),
      })
      expect(up).toMatchObject({ isMine: false, movedBy: 'one', call: { isLineUp: true } })
    })

    it('keeps nothing when nothing is decided, nor for another business', async () => {
      const { calls, business, callId, makeBusiness } = await makeCall()
      expect(await calls.move(business, callId, { key: 'one', at: at(1), decide: () => undefined })).toBeUndefined()
      const stranger = await makeBusiness()
      expect(await calls.move(stranger, callId, { key: 'one', at: at(1), decide: () => registering })).toBeUndefined()
      expect(await calls.find(business, callId)).toBeUndefined()
    })

    it('remembers that a registration was begun', async () => {
      const { calls, business, callId } = await makeCall()
      await calls.move(business, callId, { key: 'one', at: at(1), decide: () => registering })
      expect(await calls.find(business, callId)).toMatchObject({ mayBeRegistered: false })
      await calls.noteRegistration(business, callId)
      expect(await calls.find(business, callId)).toMatchObject({ mayBeRegistered: true })
    })

    it('tells the next move whether Retell has reported the agent as talking', async () => {
      const { calls, business, callId, controlId, reportAgentTalking } = await makeCall()
      const agentCallId = `call_${controlId}`
      const offered: ControlledCall = { ...registering, state: 'offered_to_agent', agentCallId }
      const seen: boolean[] = []
      const look = (key: string) =>
        calls.move(business, callId, {
          key,
          at: at(3),
          decide: (known, { isAgentTalking }) => {
            seen.push(isAgentTalking)
            return known ?? offered
          },
        })
      await look('one')
      await look('two')
      await reportAgentTalking(business, agentCallId)
      await look('three')
      expect(seen).toEqual([false, false, true])
    })
  })
}
