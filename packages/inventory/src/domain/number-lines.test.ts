import fc from 'fast-check'
import { expect, it } from 'vitest'

import { parseNumberLines, toAddedLines } from './number-lines.ts'

it('reads one number a line, as people write them', () => {
  expect(parseNumberLines(['+1 800 555 0100', '', '  (888) 555-0101 '])).toEqual([
    { line: 1, input: '+1 800 555 0100', number: '+18005550100' },
    { line: 3, input: '(888) 555-0101', number: '+18885550101' },
  ])
})

it('answers every line that is not empty, in order, and no number twice', () => {
  const line = fc.oneof(
    fc.string(),
    fc.integer({ min: 100, max: 105 }).map((last) => `800-555-0${last}`),
  )
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const parsed = parseNumberLines(lines)
      const numbers = parsed.flatMap((answer) => ('number' in answer ? [answer.number] : []))
      expect(parsed.map((answer) => answer.input)).toEqual(
        lines.map((text) => text.trim()).filter((text) => text !== ''),
      )
      expect(numbers).toEqual([...new Set(numbers)])
    }),
  )
})

it('tells new numbers from those that were there', () => {
  const lines = parseNumberLines(['+18005550100', '+18885550101', 'none'])
  const added = new Set(lines.flatMap((line) => ('number' in line ? [line.number] : [])).slice(0, 1))
  expect(toAddedLines(lines, added).map(({ result }) => result)).toEqual(['added', 'exists', 'invalid'])
})
