import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { parseEmailAddress, safeParseEmailAddress } from './email-address.ts'

describe('safeParseEmailAddress', () => {
  it.each([
    ['dana@example.com', 'dana@example.com'],
    ['  Dana@Example.COM ', 'dana@example.com'],
    ['ＤＡＮＡ@example.com', 'dana@example.com'],
    ['d.a.n.a+shop@example.com', 'd.a.n.a+shop@example.com'],
  ])('reads %j as %s', (text, address) => {
    expect(safeParseEmailAddress(text)).toBe(address)
  })

  it.each(['', 'dana', '@example.com', 'dana@', 'dana@example', 'da na@example.com', `${'d'.repeat(250)}@example.com`])(
    'takes no address out of %j',
    (text) => {
      expect(safeParseEmailAddress(text)).toBeUndefined()
    },
  )

  it('gives the same account for every spelling, and for its own result', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (text) => {
        const address = safeParseEmailAddress(text)
        if (address === undefined) return true
        return [text.toUpperCase(), ` ${text} `, address].every(
          (spelling) => safeParseEmailAddress(spelling) === address,
        )
      }),
    )
  })
})

describe('parseEmailAddress', () => {
  it('throws without repeating the text', () => {
    const attempt = () => parseEmailAddress('dana.fictional')
    expect(attempt).toThrow(expect.objectContaining({ code: 'validation_failed' }))
    expect(attempt).not.toThrow(/fictional/)
  })
})
