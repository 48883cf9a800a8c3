import { describe, expect, it } from 'vitest'

import { isId } from '../../domain/ids.ts'
import { uuidSource } from './uuid-source.ts'

describe('uuidSource', () => {
  it('gives different UUIDs of version 7, each after the one before', () => {
    const ids = Array.from({ length: 10_000 }, () => uuidSource.next())
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(ids)
    expect(ids.every(isId)).toBe(true)
    expect(ids.every((id) => id[14] === '7' && '89ab'.includes(id[19] ?? ''))).toBe(true)
  })

  it('dates them by the clock of the machine', () => {
    const before = Date.now()
    const milliseconds = Number.parseInt(uuidSource.next().replaceAll('-', '').slice(0, 12), 16)
    expect(milliseconds).toBeGreaterThanOrEqual(before)
    expect(milliseconds).toBeLessThanOrEqual(Date.now())
  })
})
