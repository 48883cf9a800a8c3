import { describe, expect, it } from 'vitest'

import { uuidSource } from '../../kernel/adapters/system/uuid-source.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { DeadLetter } from '../domain/dead-letter.ts'
import type { DeadLetters } from '../ports/dead-letters.ts'

export interface DeadLettersSubject {
  readonly deadLetters: DeadLetters
  /** Two businesses that exist. */
  readonly businesses: readonly [BusinessId, BusinessId]
}

const noon = new Date('2026-01-15T12:00:00.000Z')
const minutesLater = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)

/** What every {@link DeadLetters} does. `makeSubject` stores these letters, and nothing else. */
export function deadLettersContract({
  name,
  makeSubject,
}: {
  name: string
  makeSubject: (
    makeLetters: (businesses: readonly [BusinessId, BusinessId]) => DeadLetter[],
  ) => Promise<DeadLettersSubject>
}): void {
  async function makeFilled() {
    let letters: readonly DeadLetter[] = []
    const subject = await makeSubject((businesses) => {
      letters = lettersOf(businesses)
      return [...letters]
    })
    return { ...subject, letters }
  }

  describe(`DeadLetters: ${name}`, () => {
    it('lists the newest failure first, page by page', async () => {
      const { deadLetters, letters } = await makeFilled()
      const newestFirst = letters.toReversed()
      const first = await deadLetters.list({}, { limit: 2 })
      expect(first).toEqual(newestFirst.slice(0, 2))
      expect(await deadLetters.list({}, { limit: 10, after: first[1] })).toEqual(newestFirst.slice(2))
    })

    it('keeps to each filter', async () => {
      const { deadLetters, letters, businesses } = await makeFilled()
      const [first, second, third, fourth] = letters
      const list = async (filter: Parameters<DeadLetters['list']>[0]) =>
        (await deadLetters.list(filter, { limit: 10 })).toReversed()
      expect(await list({ provider: 'other' })).toEqual([fourth])
      expect(await list({ status: 'quarantined' })).toEqual([fourth])
      expect(await list({ businessId: businesses[0] })).toEqual([first, second])
      expect(await list({ eventType: 'thing.broken' })).toEqual([third])
      expect(await list({ errorClass: '23514' })).toEqual([first, second])
      expect(await list({ from: minutesLater(11), to: minutesLater(12) })).toEqual([second])
    })

    it('sums up by cause: how many, since when, until when, the most frequent first', async () => {
      const { deadLetters } = await makeFilled()
      const [most, ...rest] = await deadLetters.summarize({})
      expect(most).toEqual({
        errorClass: '23514',
        status: 'dead',
        count: 2,
        firstFailedAt: noon,
        lastFailedAt: minutesLater(11),
      })
      expect(rest.map(({ errorClass, count }) => [errorClass, count])).toEqual(
        expect.arrayContaining([
          ['TypeError', 1],
          ['not_json', 1],
        ]),
      )
      expect(await deadLetters.summarize({ provider: 'nobody' })).toEqual([])
    })
  })
}

/** Four letters, the oldest failure first. */
function lettersOf([one, two]: readonly [BusinessId, BusinessId]): DeadLetter[] {
  const causes = [
    { businessId: one, errorClass: '23514' },
    { businessId: one, errorClass: '23514' },
    { businessId: two, errorClass: 'TypeError', eventType: 'thing.broken' },
    {
      businessId: undefined,
      errorClass: 'not_json',
      eventType: undefined,
      provider: 'other',
      status: 'quarantined' as const,
    },
  ]
  return causes.map((cause, index) => ({
    id: uuidSource.next<'Event'>(),
    provider: 'toy',
    eventKey: `key-${index}`,
    eventType: 'thing.changed',
    status: 'dead',
    receivedAt: noon,
    attempts: 9,
    firstFailedAt: minutesLater(index),
    lastFailedAt: minutesLater(10 + index),
    ...cause,
  }))
}
