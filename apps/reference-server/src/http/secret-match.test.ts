import { expect, it } from 'vitest'

import { matchesSecret } from './secret-match.ts'

it.each([
  ['old', true],
  ['new', true],
  ['other', false],
  ['', false],
  [undefined, false],
])('of a list of two, %j is one: %s', (given, expected) => {
  expect(matchesSecret(given, ['new', 'old'])).toBe(expected)
})
