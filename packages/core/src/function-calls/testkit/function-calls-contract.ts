import { describe, expect, it } from 'vitest'

import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { FunctionCall, FunctionCalls, FunctionOutcome } from '../ports/function-calls.ts'

export interface FunctionCallsSubject {
  readonly calls: FunctionCalls
  makeBusiness(): Promise<BusinessId>
}

const subjectOne = '00000000-0000-7000-8000-00000000a001'
const subjectTwo = '00000000-0000-7000-8000-00000000a002'

/** What every {@link FunctionCalls} does. */
export function functionCallsContract({
  name,
  makeSubject,
}: {
  name: string
  makeSubject: () => FunctionCallsSubject
}): void {
  async function open() {
    const { calls, makeBusiness } = makeSubject()
    const businessId = await makeBusiness()
    const done: string[] = []
    const ask = (changes: Partial<FunctionCall>, outcome: Partial<FunctionOutcome> = {}) => {
      const call = {
        businessId,
        providerCallId: 'call_1',
        name: 'book_appointment',
        argumentsDigest: 'a',
        calledAt: new Date('2026-01-15T12:00:00Z'),
        ...changes,
      }
      return calls.once(call, async () => {
        done.push(`${call.providerCallId} ${call.name} ${call.argumentsDigest}`)
        return { code: 'booked', answer: { number: done.length }, isFinal: true, ...outcome }
      })
    }
    return { calls, businessId, makeBusiness, done, ask }
  }

  describe(`FunctionCalls: ${name}`, () => {
    it('does a thing once and gives a repeat the same answer', async () => {
      const { ask, done } = await open()
      const first = await ask({}, { subjectId: subjectOne })
      const second = await ask({}, { subjectId: subjectOne })
      expect(first).toMatchObject({ code: 'booked', answer: { number: 1 }, isRepeat: false })
      expect(second).toEqual({ ...first, isRepeat: true })
      expect(done).toHaveLength(1)
    })

    it('does it once although it is asked 32 times at once', async () => {
      const { ask, done } = await open()
      const answers = await Promise.all(Array.from({ length: 32 }, () => ask({})))
      expect(done).toHaveLength(1)
      expect(answers.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1)
      expect(new Set(answers.map(({ answer }) => JSON.stringify(answer))).size).toBe(1)
    })

    it('tells apart calls, functions, arguments and businesses', async () => {
      const { ask, done, makeBusiness } = await open()
      await ask({})
      await ask({ providerCallId: 'call_2' })
      await ask({ name: 'cancel' })
      await ask({ argumentsDigest: 'b' })
      await ask({ businessId: await makeBusiness() })
      expect(done).toHaveLength(5)
    })

    it('tries anew what was refused', async () => {
      const { ask, done } = await open()
      await ask({}, { code: 'slot_taken', isFinal: false })
      expect(await ask({})).toMatchObject({ code: 'booked', isRepeat: false })
      expect(await ask({})).toMatchObject({ code: 'booked', isRepeat: true })
      expect(done).toHaveLength(2)
    })

    it('books again after the same call cancelled the booking', async () => {
      const { ask, done } = await open()
      await ask({}, { subjectId: subjectOne })
      await ask({ name: 'cancel' }, { subjectId: subjectOne })
      expect(await ask({}, { subjectId: subjectOne })).toMatchObject({ isRepeat: false })
      expect(await ask({}, { subjectId: subjectOne })).toMatchObject({ isRepeat: true })
      expect(done).toHaveLength(3)
    })

    it('cancels again after the same call booked another', async () => {
      const { ask, done } = await open()
      const cancel = { name: 'cancel', meansCurrent: true }
      await ask(cancel, { subjectId: subjectOne })
      expect(await ask(cancel)).toMatchObject({ isRepeat: true })
      await ask({}, { subjectId: subjectTwo })
      expect(await ask(cancel, { subjectId: subjectTwo })).toMatchObject({ isRepeat: false })
      expect(await ask({ argumentsDigest: 'b' }, { subjectId: subjectOne })).toMatchObject({ isRepeat: false })
      expect(done).toHaveLength(4)
    })

    it('keeps nothing of work that failed', async () => {
      const { calls, businessId, ask, done } = await open()
      const key = { businessId, providerCallId: 'call_1', name: 'book_appointment', argumentsDigest: 'a' }
      const failing = calls.once({ ...key, calledAt: new Date('2026-01-15T12:00:00Z') }, async () => {
        throw new RangeError('The work failed.')
      })
      await expect(failing).rejects.toThrow(RangeError)
      expect(await ask({})).toMatchObject({ isRepeat: false })
      expect(done).toHaveLength(1)
    })
  })
}
