import { FakeClock } from '@cloudgreet/core/testkit'
import { describe, expect, it } from 'vitest'

import { AttemptLimit } from './attempt-limit.ts'

const limitOf = (clock: FakeClock) => new AttemptLimit({ maxAttempts: 3, windowMs: 60_000, clock })

describe('AttemptLimit', () => {
  it('lets three attempts through and says how long to wait for the fourth', () => {
    const clock = new FakeClock()
    const limit = limitOf(clock)
    for (let count = 0; count < 3; count += 1) {
      expect(limit.waitSeconds('dana')).toBe(0)
      limit.count('dana')
      clock.advance(10_000)
    }
    expect(limit.waitSeconds('dana')).toBe(30)
    expect(limit.waitSeconds('lee')).toBe(0)
  })

  it('locks nobody out for ever', () => {
    const clock = new FakeClock()
    const limit = limitOf(clock)
    for (let count = 0; count < 9; count += 1) limit.count('dana')
    clock.advance(60_000)
    expect(limit.waitSeconds('dana')).toBe(0)
  })

  it('forgets on demand, and the oldest name when there are too many', () => {
    const limit = new AttemptLimit({ maxAttempts: 1, windowMs: 60_000, clock: new FakeClock(), maxNames: 2 })
    for (const name of ['a1', 'b2', 'c3']) limit.count(name)
    limit.forget('c3')
    expect(['a1', 'b2', 'c3'].map((name) => limit.waitSeconds(name) > 0)).toEqual([false, true, false])
  })
})
