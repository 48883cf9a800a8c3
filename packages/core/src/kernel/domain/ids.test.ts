import { describe, expect, it } from 'vitest'

import { uuidSource } from '../adapters/system/uuid-source.ts'
import { SequentialIdSource } from '../testkit/sequential-id-source.ts'
import { isId } from './ids.ts'

describe('isId', () => {
  it.each(['00000000-0000-7000-8000-000000000001', '6f1f64e1-6b2e-4a53-9f3c-0d6f6a6b7c8d'])('holds for %s', (text) => {
    expect(isId(text)).toBe(true)
  })

  it.each([
    '',
    '00000000-0000-7000-8000-00000000000',
    '00000000-0000-7000-8000-00000000000A',
    '00000000000070008000000000000001',
    '00000000-0000-7000-8000-000000000001\n',
    "00000000-0000-7000-8000-000000000001' OR 1=1",
  ])('does not hold for %j', (text) => {
    expect(isId(text)).toBe(false)
  })
})

describe.each([
  ['uuidSource', uuidSource],
  ['SequentialIdSource', new SequentialIdSource()],
])('%s', (_name, source) => {
  it('makes ids of version 7, in the order of making', () => {
    const ids = Array.from({ length: 100 }, () => source.next<'Event'>())
    expect(ids.every((id) => isId(id) && id[14] === '7')).toBe(true)
    expect(ids).toEqual([...new Set(ids)].sort())
  })
})
