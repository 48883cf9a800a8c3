import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { redact } from './redact.ts'

describe('redact', () => {
  it.each([
    'password',
    'passphrase',
    'accessToken',
    'apiKey',
    'api_key',
    'authorization',
    'cookie',
    'transcript',
    'ticket',
  ])('hides what stands under %s', (name) => {
    expect(redact({ deep: { [name]: 'a secret' } })).toEqual({ deep: { [name]: '[redacted]' } })
  })

  it('masks telephone numbers inside texts', () => {
    expect(redact('Call from +13125550142 to +18005550100.')).toBe('Call from +1••••••0142 to +1••••••0100.')
  })

  it('hides bearer tokens and signatures inside texts', () => {
    const text =
      'Authorization was Bearer abc.def, signature v=1700000000000,d=0123abc, token eyJhbGciOiJIUzI1NiJ9.e30.x'
    expect(redact(text)).not.toMatch(/abc\.def|0123abc|e30/)
  })

  it('hides the same in messages and causes of errors', () => {
    const error = new Error('No answer from +13125550142', { cause: new Error('Bearer abc.def was refused') })
    expect(JSON.stringify(redact({ error }))).not.toMatch(/13125550142|abc\.def/)
  })

  it('leaves what is no secret', () => {
    const fields = { count: 3, isReady: true, nothing: null, at: new Date(0), names: ['Dana'] }
    expect(redact(fields)).toEqual(fields)
  })

  it('cuts long texts and deep nesting', () => {
    expect(redact('x'.repeat(3_000))).toBe(`${'x'.repeat(2_000)}…`)
    expect(JSON.stringify(redact({ a: { a: { a: { a: { a: { a: { a: 1 } } } } } } }))).toContain('[too deep]')
  })

  it('ends on values that contain themselves', () => {
    const loop: Record<string, unknown> = {}
    loop.self = loop
    expect(JSON.stringify(redact(loop))).toContain('[too deep]')
  })

  it('shows no whole number of ten digits or more after a plus, wherever it stands', () => {
    const digits = fc.stringMatching(/^\+[1-9]\d{9,13}$/)
    fc.assert(
      fc.property(
        digits,
        fc.stringMatching(/^[a-z ]*$/),
        (number, text) => !JSON.stringify(redact({ note: [`${text} ${number}`] })).includes(number),
      ),
    )
  })
})
