import { describe, expect, it } from 'vitest'

import { uuidSource } from '../../kernel/adapters/system/uuid-source.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { Transactions } from '../../kernel/ports/transactions.ts'
import type { NewBusinessEvent } from '../domain/business-event.ts'
import type { EventOutbox } from '../ports/event-outbox.ts'

export interface EventOutboxSubject {
  readonly outbox: EventOutbox
  /** Of the same store. */
  readonly transactions: Transactions
  /** Makes a business without events. */
  makeBusiness(): Promise<BusinessId>
  /** Drops the events up to `seq`, as retention does. */
  forget(business: BusinessId, seq: number): Promise<void>
}

function newEvent(businessId: BusinessId, type = 'call_ended'): NewBusinessEvent {
  const occurredAt = new Date('2026-01-15T12:00:00.000Z')
  return { id: uuidSource.next<'Event'>(), businessId, type, occurredAt, data: { duration: 61 } }
}

/** What every {@link EventOutbox} does. */
export function eventOutboxContract({
  name,
  makeSubject,
}: {
  name: string
  makeSubject: () => EventOutboxSubject
}): void {
  const append = ({ outbox, transactions }: EventOutboxSubject, event: NewBusinessEvent) =>
    transactions.asTenant(event.businessId, (transaction) => outbox.append(event, transaction))

  async function makeStream(length: number): Promise<EventOutboxSubject & { readonly business: BusinessId }> {
    const subject = makeSubject()
    const business = await subject.makeBusiness()
    for (let count = 0; count < length; count += 1) await append(subject, newEvent(business))
    return { ...subject, business }
  }

  describe(`EventOutbox: ${name}`, () => {
    it('numbers the events of a business 1, 2, 3 and gives them back as they were', async () => {
      const subject = makeSubject()
      const business = await subject.makeBusiness()
      const events = [newEvent(business, 'call_started'), newEvent(business, 'call_ended')]
      expect(await append(subject, events[0]!)).toBe(1)
      expect(await append(subject, { ...events[1]!, workflow: 'follow_call' })).toBe(2)
      const page = await subject.outbox.read(business, 0, 10)
      expect(page).toEqual({
        outcome: 'page',
        lastSeq: 2,
        events: events.map((event, index) => ({ ...event, seq: index + 1 })),
      })
    })

    it('keeps the streams of businesses apart', async () => {
      const [first, second] = [await makeStream(2), await makeStream(1)]
      expect(await first.outbox.lastSeq(first.business)).toBe(2)
      expect(await second.outbox.read(second.business, 0, 10)).toMatchObject({ outcome: 'page', lastSeq: 1 })
    })

    it('reads on after a position, at most as many as asked for', async () => {
      const { outbox, business } = await makeStream(5)
      expect(await outbox.read(business, 1, 2)).toMatchObject({
        outcome: 'page',
        lastSeq: 5,
        events: [{ seq: 2 }, { seq: 3 }],
      })
      expect(await outbox.read(business, 5, 2)).toEqual({ outcome: 'page', lastSeq: 5, events: [] })
    })

    it('is empty before the first event', async () => {
      const { outbox, business } = await makeStream(0)
      expect(await outbox.read(business, 0, 10)).toEqual({ outcome: 'page', lastSeq: 0, events: [] })
      expect(await outbox.lastSeq(business)).toBe(0)
    })

    it('leaves no gap when a transaction is undone', async () => {
      const subject = await makeStream(1)
      const { outbox, transactions, business } = subject
      const undone = transactions.asTenant(business, async (transaction) => {
        await outbox.append(newEvent(business), transaction)
        throw new Error('undone')
      })
      await expect(undone).rejects.toThrow('undone')
      expect(await append(subject, newEvent(business))).toBe(2)
      expect(await outbox.read(business, 0, 10)).toMatchObject({ lastSeq: 2, events: [{ seq: 1 }, { seq: 2 }] })
    })

    it('leaves no gap and repeats no number under 8 writers', async () => {
      const subject = await makeStream(0)
      const write = async () => {
        const seqs: number[] = []
        for (let count = 0; count < 10; count += 1) seqs.push(await append(subject, newEvent(subject.business)))
        return seqs
      }
      const seqs = (await Promise.all(Array.from({ length: 8 }, write))).flat()
      const expected = Array.from({ length: 80 }, (_, index) => index + 1)
      expect(seqs.sort((a, b) => a - b)).toEqual(expected)
      const page = await subject.outbox.read(subject.business, 0, 100)
      expect(page.outcome === 'page' && page.events.map(({ seq }) => seq)).toEqual(expected)
    })

    it('tells a reader that is further back than what is kept', async () => {
      const { outbox, business, forget } = await makeStream(4)
      await forget(business, 2)
      expect(await outbox.read(business, 1, 10)).toEqual({ outcome: 'too_old', lastSeq: 4 })
      expect(await outbox.read(business, 2, 10)).toMatchObject({ outcome: 'page', events: [{ seq: 3 }, { seq: 4 }] })
      await forget(business, 4)
      expect(await outbox.read(business, 3, 10)).toEqual({ outcome: 'too_old', lastSeq: 4 })
      expect(await outbox.read(business, 4, 10)).toEqual({ outcome: 'page', lastSeq: 4, events: [] })
    })

    it('tells a reader that is ahead of the stream', async () => {
      const { outbox, business } = await makeStream(1)
      expect(await outbox.read(business, 9, 10)).toEqual({ outcome: 'too_old', lastSeq: 1 })
    })
  })
}
