import { describe, expect, it } from 'vitest'

import { toCallChoice } from './call-filter.ts'

describe('toCallChoice', () => {
  it('reads each field, with dates as whole days of the business', () => {
    const search = new URLSearchParams('outcome=busy&direction=inbound&connected=false&from=2026-03-02&to=2026-03-02')
    expect(toCallChoice(search, 'America/Chicago')).toEqual({
      outcome: 'busy',
      direction: 'inbound',
      connected: false,
      from: '2026-03-02T06:00:00.000Z',
      to: '2026-03-03T06:00:00.000Z',
    })
  })

  it('leaves out what means nothing', () => {
    const search = new URLSearchParams('outcome=toString&direction=up&connected=perhaps&from=soon&to=')
    expect(toCallChoice(search, 'UTC')).toEqual({})
  })
})
