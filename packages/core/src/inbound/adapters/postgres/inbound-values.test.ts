import { describe, expect, it } from 'vitest'

import { bind } from './inbound-values.ts'

describe('bind', () => {
  const statement = { name: 'toy', text: '', parameterNames: ['b', 'a', 'list'], jsonParameters: [2] }

  it('orders values by parameter, null for what has none', () => {
    expect(bind(statement, { a: 1 })).toEqual({ name: 'toy', text: '', values: [null, 1, null] })
  })

  it('writes JSON for a jsonb parameter only', () => {
    const list = ['x', { y: 1 }]
    expect(bind(statement, { a: list, list }).values).toEqual([null, list, '["x",{"y":1}]'])
  })
})
