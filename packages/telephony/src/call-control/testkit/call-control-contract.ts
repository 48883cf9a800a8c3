import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { MemoryCommandFault } from '../adapters/memory/memory-call-control.ts'
import { toClientState } from '../domain/client-state.ts'
import type { CallControl } from '../ports/call-control.ts'

export interface CallControlSubject {
  readonly control: CallControl
  /** A caller's line comes in. @returns its `call_control_id` */
  readonly ring: () => Promise<string> | string
  /** The next transfer meets this fault. */
  readonly failNext: (fault: MemoryCommandFault) => Promise<void> | void
  /** Commands that the line has really got, in order: `transfer`, `answer`, … */
  readonly commandsOf: (controlId: string) => Promise<readonly string[]> | readonly string[]
  readonly close?: () => Promise<void>
}

/** What every {@link CallControl} does. */
export function callControlContract({
  name,
  makeSubject,
}: {
  readonly name: string
  readonly makeSubject: () => Promise<CallControlSubject> | CallControlSubject
}): void {
  describe(`CallControl: ${name}`, () => {
    let subject: CallControlSubject
    let controlId: string
    beforeEach(async () => {
      subject = await makeSubject()
      controlId = await subject.ring()
    })
    afterEach(async () => subject.close?.())

    const mark = (commandId: string) => {
      const clientState = toClientState({ controlId, number: '+18005550100', leg: 'caller', target: null })
      return { controlId, commandId, clientState }
    }
    const transfer = (commandId: string) =>
      subject.control.transfer({ ...mark(commandId), to: '+13125550142', timeoutSeconds: 8, targetClientState: '' })

    it('takes each kind of command', async () => {
      await subject.control.answer(mark('one'))
      await subject.control.speak({ ...mark('two'), text: 'Please leave a message.' })
      await subject.control.startRecording({ ...mark('three'), maxSeconds: 120, silenceSeconds: 10 })
      expect(await subject.commandsOf(controlId)).toEqual(['answer', 'speak', 'startRecording'])
    })

    it('does a command once, however often it comes under one id', async () => {
      await transfer('one')
      await transfer('one')
      await transfer('two')
      expect(await subject.commandsOf(controlId)).toEqual(['transfer', 'transfer'])
    })

    it.each(['hangup', 'reject'] as const)('ends the line by %s, and then refuses commands by name', async (kind) => {
      expect(await subject.control.isAlive(controlId)).toBe(true)
      await subject.control[kind](mark('one'))
      expect(await subject.control.isAlive(controlId)).toBe(false)
      await expect(transfer('two')).rejects.toMatchObject({ code: 'call_ended', outcome: 'refused' })
    })

    it('knows no line that never was', async () => {
      expect(await subject.control.isAlive('v3:nobody')).toBe(false)
    })

    it('leaves the outcome open when the answer is lost, and the same id does no harm', async () => {
      await subject.failNext('timeout_but_done')
      await expect(transfer('one')).rejects.toMatchObject({ code: 'upstream_timeout', outcome: 'unknown' })
      await transfer('one')
      expect(await subject.commandsOf(controlId)).toEqual(['transfer'])
    })

    it('reports a refusal', async () => {
      await subject.failNext('refused')
      await expect(transfer('one')).rejects.toMatchObject({ outcome: 'refused', isRetryable: false })
      expect(await subject.commandsOf(controlId)).toEqual([])
    })
  })
}
