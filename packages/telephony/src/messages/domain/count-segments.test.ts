import { describe, expect, it } from 'vitest'

import { countSegments } from './count-segments.ts'

describe('countSegments', () => {
  it.each([
    ['', 'GSM-7', 0, 0, 160],
    ['Yes, until 5 pm.', 'GSM-7', 1, 16, 144],
    ['a'.repeat(160), 'GSM-7', 1, 160, 0],
    ['a'.repeat(161), 'GSM-7', 2, 161, 145],
    ['a'.repeat(306), 'GSM-7', 2, 306, 0],
    ['a'.repeat(307), 'GSM-7', 3, 307, 152],
    ['é ñ Ü ß Ω @ £', 'GSM-7', 1, 13, 147],
    ['5 € {a}', 'GSM-7', 1, 10, 150],
    ['€'.repeat(80), 'GSM-7', 1, 160, 0],
    ['€'.repeat(81), 'GSM-7', 2, 162, 143],
    ['ç', 'UCS-2', 1, 1, 69],
    ['It’s us', 'UCS-2', 1, 7, 63],
    ['ж'.repeat(70), 'UCS-2', 1, 70, 0],
    ['ж'.repeat(71), 'UCS-2', 2, 71, 63],
    ['ж'.repeat(134), 'UCS-2', 2, 134, 0],
    ['😀', 'UCS-2', 1, 2, 68],
    ['😀'.repeat(35), 'UCS-2', 1, 70, 0],
  ] as const)('counts %j', (text, encoding, segments, characters, remaining) => {
    expect(countSegments(text)).toEqual({ encoding, segments, characters, remaining })
  })

  it('puts an escaped character into the next segment whole', () => {
    const text = `${'a'.repeat(152)}€${'a'.repeat(10)}`
    expect(countSegments(text)).toEqual({ encoding: 'GSM-7', segments: 2, characters: 164, remaining: 141 })
  })

  it('puts a surrogate pair into the next segment whole', () => {
    const text = `${'ж'.repeat(66)}😀${'ж'.repeat(10)}`
    expect(countSegments(text)).toEqual({ encoding: 'UCS-2', segments: 2, characters: 78, remaining: 55 })
  })

  it('counts half a surrogate pair instead of failing', () => {
    expect(countSegments('\ud83d')).toEqual({ encoding: 'UCS-2', segments: 1, characters: 1, remaining: 69 })
  })
})
