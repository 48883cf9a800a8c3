import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { isTollFree, maskPhoneNumber, parsePhoneNumber, safeParsePhoneNumber } from './phone-number.ts'

describe('safeParsePhoneNumber', () => {
  it.each([
    ['+13125550142', '+13125550142'],
    ['(312) 555-0142', '+13125550142'],
    ['312.555.0142', '+13125550142'],
    ['1-312-555-0142', '+13125550142'],
    [' 800 555 0100 ', '+18005550100'],
    ['+44 20 7946 0958', '+442079460958'],
  ])('reads %j as %s', (text, number) => {
    expect(safeParsePhoneNumber(text)).toBe(number)
  })

  it.each(['', '555-0142', 'call 312 555 0142 now', '+1312555014', '+131255501422', 'none', '++13125550142'])(
    'takes no number out of %j',
    (text) => {
      expect(safeParsePhoneNumber(text)).toBeUndefined()
    },
  )

  it('reads its own result as the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 199 }), (last) => {
        const number = safeParsePhoneNumber(`(312) 555-0${last}`)
        return number !== undefined && safeParsePhoneNumber(number) === number
      }),
    )
  })

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => /^\+\d+$/.test(safeParsePhoneNumber(text) ?? '+1')))
  })
})

describe('parsePhoneNumber', () => {
  it('throws without repeating the text', () => {
    const attempt = () => parsePhoneNumber('312 555 014')
    expect(attempt).toThrow(expect.objectContaining({ code: 'validation_failed' }))
    expect(attempt).not.toThrow(/014/)
  })
})

describe('isTollFree', () => {
  it.each(['800', '833', '844', '855', '866', '877', '888'])('holds for +1 %s', (code) => {
    expect(isTollFree(parsePhoneNumber(`+1${code}5550100`))).toBe(true)
  })

  it.each(['+13125550142', '+448005550100', '+18225550100'])('does not hold for %s', (text) => {
    expect(isTollFree(parsePhoneNumber(text))).toBe(false)
  })
})

describe('maskPhoneNumber', () => {
  it('leaves country and the last four digits', () => {
    expect(maskPhoneNumber('+18005550100')).toBe('+1••••••0100')
  })
})
