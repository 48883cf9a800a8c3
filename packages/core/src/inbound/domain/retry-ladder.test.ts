import { describe, expect, it } from 'vitest'

import { decideNextAttempt, retryDelaysMs } from './retry-ladder.ts'

const failedAt = new Date('2026-01-15T12:00:00.000Z')

describe('decideNextAttempt', () => {
  it('waits from at most 5 seconds to at most 10 hours, eight times', () => {
    expect(retryDelaysMs).toHaveLength(8)
    expect(decideNextAttempt(1, failedAt, 0.999_999)?.toISOString()).toBe('2026-01-15T12:00:05.000Z')
    expect(decideNextAttempt(8, failedAt, 0.999_999_99)?.toISOString()).toBe('2026-01-15T22:00:00.000Z')
  })

  it('spreads the retries over the whole wait', () => {
    expect(decideNextAttempt(2, failedAt, 0)).toEqual(failedAt)
    expect(decideNextAttempt(2, failedAt, 0.5)?.toISOString()).toBe('2026-01-15T12:00:30.000Z')
  })

  it('gives up after the eighth retry', () => {
    expect(decideNextAttempt(9, failedAt, 0.5)).toBeUndefined()
  })
})
