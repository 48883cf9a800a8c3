import { describe, expect, it } from 'vitest'

import { callerMessageSchema } from '../../contract/conversations.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import { parsePhoneNumber } from '../../kernel/domain/phone-number.ts'
import type { Transactions } from '../../kernel/ports/transactions.ts'
import type { FakeClock } from '../../kernel/testkit/fake-clock.ts'
import type { EventOutbox } from '../../realtime/ports/event-outbox.ts'
import type { CallerMessages } from '../ports/caller-messages.ts'

export interface CallerMessagesSubject {
  readonly messages: CallerMessages
  /** Of the same store. */
  readonly transactions: Transactions
  readonly outbox: EventOutbox
  readonly clock: FakeClock
  makeBusiness(): Promise<BusinessId>
}

/** What every {@link CallerMessages} does. */
export function callerMessagesContract({
  name,
  makeSubject,
}: {
  name: string
  makeSubject: () => CallerMessagesSubject
}): void {
  const wish = (message: string) => ({
    providerCallId: 'call_1',
    callerName: 'Dana Reyes',
    callbackNumber: parsePhoneNumber('+13125550142'),
    message,
    isUrgent: true,
  })

  describe(`CallerMessages: ${name}`, () => {
    it('keeps a message and tells the stream', async () => {
      const { messages, outbox, makeBusiness } = makeSubject()
      const business = await makeBusiness()
      const taken = await messages.take(business, wish('Please call back.'))
      expect(callerMessageSchema.parse(taken)).toMatchObject({ message: 'Please call back.', urgent: true })
      expect(await messages.list(business, { limit: 10 })).toEqual([taken])
      expect(await outbox.read(business, 0, 10)).toMatchObject({
        events: [{ type: 'message_taken', data: { callerMessage: { id: taken.id } } }],
      })
    })

    it('pages through them, the newest first', async () => {
      const { messages, clock, makeBusiness } = makeSubject()
      const business = await makeBusiness()
      for (const text of ['one', 'two', 'three', 'four']) {
        await messages.take(business, wish(text))
        if (text !== 'two') clock.advance(1_000)
      }
      const [first, second] = await messages.list(business, { limit: 2 })
      const after = { at: new Date(second?.createdAt ?? ''), id: second?.id ?? '' }
      const rest = await messages.list(business, { limit: 10, after })
      expect([first, second, ...rest].map((message) => message?.message)).toEqual(['four', 'three', 'two', 'one'])
    })

    it('joins a transaction and is undone with it', async () => {
      const { messages, transactions, outbox, makeBusiness } = makeSubject()
      const business = await makeBusiness()
      const failed = transactions.asTenant(business, async (transaction) => {
        await messages.take(business, wish('Never mind.'), transaction)
        throw new RangeError('Undo it.')
      })
      await expect(failed).rejects.toThrow(RangeError)
      expect(await messages.list(business, { limit: 10 })).toEqual([])
      expect(await outbox.lastSeq(business)).toBe(0)
    })

    it('hides the messages of another business', async () => {
      const { messages, makeBusiness } = makeSubject()
      await messages.take(await makeBusiness(), wish('Please call back.'))
      expect(await messages.list(await makeBusiness(), { limit: 10 })).toEqual([])
    })
  })
}
