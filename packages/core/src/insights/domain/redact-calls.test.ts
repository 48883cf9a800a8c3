import { describe, expect, it } from 'vitest'

import { buildCall, buildFacts, type Line } from '../testkit/insight-facts-builder.ts'
import { redactCalls } from './redact-calls.ts'

function redactLine(line: Line, ...more: readonly Line[]): string {
  const [call] = redactCalls(buildFacts([buildCall([line, ...more])]))
  return call?.turns[0]?.content.text ?? ''
}

describe('redactCalls', () => {
  it.each([
    ['user: Mail me at dana.reyes@example.com please.', 'Mail me at [EMAIL_1] please.'],
    ['user: It is dana at example dot com.', 'It is [EMAIL_1].'],
    ['user: Call +1 (312) 555-0142 back.', 'Call [NUMBER_1] back.'],
    ['user: My card is 4111 1111 1111 1111, code 123.', 'My card is [NUMBER_1], code 123.'],
    ['user: five five five zero one four two', '[NUMBER_1]'],
    ['user: I live at 1200 North Lake Street in town.', 'I live at [ADDRESS_1] in town.'],
    ['user: My name is Dana Reyes and I call about a leak.', 'My name is [NAME_1] and I call about a leak.'],
    ['user: I am at home.', 'I am at home.'],
    ['user: The year 2024 was good.', 'The year 2024 was good.'],
  ] as const)('%s', (line, expected) => {
    expect(redactLine(line)).toBe(expected)
  })

  it('knows the name that answers the question for it, and the one in the calendar', () => {
    const calls = [
      buildCall(['agent: May I have your name?', 'user: Dana Reyes.', 'agent: Thank you, Dana.']),
      buildCall(['agent: Hello, is this Maya?'], { person: '+13125550199' }),
    ]
    const bookings = [
      { callId: null, phone: '+13125550199', customerName: 'Maya Singh', day: '2026-01-15', createdAt: new Date(0) },
    ]
    const texts = redactCalls(buildFacts(calls, { bookings })).map(({ turns }) =>
      turns.map(({ content }) => content.text),
    )
    expect(texts[0]?.[1]).toBe('[NAME_1].')
    expect(texts[0]?.[2]).toBe('Thank you, [NAME_2].')
    expect(texts[1]?.[0]).toMatch(/^Hello, is this \[NAME_\d\]\?$/)
  })

  it('uses one placeholder for the same words throughout, and call names that tell nothing', () => {
    const line = 'user: Call +13125550142 or +13125550143.' as const
    const calls = redactCalls(buildFacts([buildCall([line]), buildCall([line])]))
    expect(calls.map(({ name }) => name)).toEqual(['call_1', 'call_2'])
    for (const { turns } of calls) expect(turns[0]?.content.text).toBe('Call [NUMBER_1] or [NUMBER_2].')
  })

  it('keeps what one prompt takes: the newest calls, and the beginning of a long one', () => {
    const calls = Array.from({ length: 80 }, () => buildCall([`user: ${'word '.repeat(2_000)}`]))
    const redacted = redactCalls(buildFacts(calls))
    const characters = redacted.flatMap(({ turns }) => turns.map(({ content }) => content.text.length))
    expect(Math.max(...characters)).toBe(4_000)
    expect(characters.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(60_000)
    expect(redacted[0]?.callId).toBe(calls[0]?.id)
  })
})

describe('RedactedText', () => {
  const call = redactCalls(buildFacts([buildCall(['user: Call +13125550142 or dana@example.com, thanks.'])]))[0]
  const text = call?.turns[0]?.content

  it.each([
    ['Call [NUMBER_1] or', 'Call +13125550142 or'],
    ['or [EMAIL_1], thanks.', 'or dana@example.com, thanks.'],
    [', thanks.', ', thanks.'],
  ])('puts back what %s stands for', (quote, original) => {
    expect(text?.restore(quote)).toBe(original)
  })

  it.each(['NUMBER_1] or', 'Call [NUM', '+13125550142', 'not said'])('refuses %s', (quote) => {
    expect(text?.restore(quote)).toBeUndefined()
  })
})
