import { describe, expect, it } from 'vitest'

import { parseWebhookBody } from './parse-webhook-body.ts'

const parse = (text: string) => parseWebhookBody(Buffer.from(text))
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const nestedObjects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

describe('parseWebhookBody', () => {
  it('reads JSON of any kind, also after a byte order mark', () => {
    expect(parse('{"test":"data"}')).toEqual({ ok: true, value: { test: 'data' } })
    expect(parse('\uFEFF[1]')).toEqual({ ok: true, value: [1] })
    expect(parse('null')).toEqual({ ok: true, value: null })
  })

  it.each(['', '{', '{"a":1}x', '\uFEFF\uFEFF{}', "{'a':1}"])('names %j not_json', (text) => {
    expect(parse(text)).toEqual({ ok: false, reason: 'not_json' })
  })

  it('repairs no bad UTF-8', () => {
    expect(parseWebhookBody(Buffer.from([0x22, 0xff, 0x22]))).toEqual({ ok: false, reason: 'invalid_utf8' })
    expect(parseWebhookBody(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toEqual({ ok: false, reason: 'invalid_utf8' })
  })

  it.each([
    ['arrays', nested],
    ['objects', nestedObjects],
  ])('takes %s 64 deep, and no deeper', (_kind, build) => {
    expect(parse(build(64)).ok).toBe(true)
    expect(parse(build(65))).toEqual({ ok: false, reason: 'too_deep' })
    expect(parse(build(100_000))).toEqual({ ok: false, reason: 'too_deep' })
    expect(parse(`{"a":[1,${build(63)}]}`)).toEqual({ ok: false, reason: 'too_deep' })
  })

  it('does not mind the depth of what the caller drops', () => {
    const bytes = Buffer.from(`{"call":{"transcript":${nested(100)}}}`)
    expect(parseWebhookBody(bytes, new Set(['transcript'])).ok).toBe(true)
    expect(parseWebhookBody(bytes)).toEqual({ ok: false, reason: 'too_deep' })
  })

  it('keeps a key named __proto__ to itself', () => {
    const parsed = parse('{"__proto__":{"isAdmin":true}}')
    expect(parsed.ok && Object.getPrototypeOf(parsed.value)).toBe(Object.prototype)
    expect({}).not.toHaveProperty('isAdmin')
  })
})
