import { createHmac } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { diagnoseRetellWebhook } from './diagnose-retell-webhook.ts'
import { signRetellWebhook } from './retell-signature.ts'
import { signTelnyxWebhook } from './telnyx-signature.ts'
import { createTelnyxKeyPair } from './telnyx-keys.ts'

const now = new Date('2026-01-15T12:00:00.000Z')
const time = String(now.getTime())
const secrets = ['key_old', 'key_of_the_badge']
const secret = 'key_of_the_badge'
const text = '{"event":"call_ended","call":{"call_id":"call_1","transcript":"¿Está abierto? a/b"}}'
const hmac = (...parts: readonly (string | Uint8Array)[]) => {
  const digest = createHmac('sha256', secret)
  for (const part of parts) digest.update(part)
  return digest.digest()
}
const signed = (rawBody: string | Uint8Array, at = now) => signRetellWebhook({ rawBody, secret, now: at })
const asHeader = (signature: string) => ({ 'x-retell-signature': signature })

const diagnose = async (rawBody: string | Uint8Array, headers: Record<string, string>, changes = {}) =>
  diagnoseRetellWebhook({ rawBody, headers, secrets, now, ...changes })
const codesOf = async (...input: Parameters<typeof diagnose>) => {
  const diagnosis = await diagnose(...input)
  return [diagnosis?.isExplained, ...(diagnosis?.mistakes ?? []).map(({ code }) => code)]
}

describe('diagnoseRetellWebhook', () => {
  it('has nothing to say about a webhook that is right', async () => {
    expect(await diagnose(text, await signed(text))).toBeUndefined()
  })

  const parsed: unknown = JSON.parse(text)
  const python = text.replaceAll(':', ': ').replaceAll(',', ', ')
  it.each([
    ['indented by two', JSON.stringify(parsed, undefined, 2)],
    ['indented by four', JSON.stringify(parsed, undefined, 4)],
    ['with spaces', python],
    ['with escapes', text.replaceAll('¿', '\\u00bf').replaceAll('á', '\\u00e1')],
    ['with spaces and escapes', python.replaceAll('¿', '\\u00bf').replaceAll('á', '\\u00e1')],
    ['with escaped slashes', text.replace('/', '\\/')],
  ])('sees that the body was written again: signed %s, sent without, and the reverse', async (_style, other) => {
    expect(await codesOf(text, await signed(other))).toEqual([true, 'body_reserialized'])
    expect(await codesOf(other, await signed(text))).toEqual([true, 'body_reserialized'])
  })

  it.each([
    ['body_newline', `${text}\n`],
    ['body_newline', `${text}\r\n`],
    ['body_bom', `\u{FEFF}${text}`],
    ['body_charset', Buffer.from(text, 'utf8').toString('latin1')],
  ] as const)('sees %s, added or taken after signing', async (code, other) => {
    expect(await codesOf(text, await signed(other))).toEqual([true, code])
    expect(await codesOf(other, await signed(text))).toEqual([true, code])
  })

  it('sees that Latin-1 was signed and UTF-8 sent', async () => {
    expect(await codesOf(text, await signed(Buffer.from(text, 'latin1')))).toEqual([true, 'body_charset'])
  })

  it('sees seconds for milliseconds, in the header or in what was signed', async () => {
    const seconds = time.slice(0, -3)
    expect(await codesOf(text, asHeader(`v=${seconds},d=${hmac(text, seconds).toString('hex')}`))).toEqual([
      true,
      'seconds_for_milliseconds',
    ])
    expect(await codesOf(text, asHeader(`v=${time},d=${hmac(text, seconds).toString('hex')}`))).toEqual([
      true,
      'seconds_for_milliseconds',
    ])
  })

  it.each([
    ['time, bar, body', [`${time}|`, text]],
    ['time, full stop, body', [`${time}.`, text]],
    ['the body alone', [text]],
  ])('names the layout of another scheme: %s', async (layout, parts) => {
    const diagnosis = await diagnose(text, asHeader(`v=${time},d=${hmac(...parts).toString('hex')}`))
    expect(diagnosis).toMatchObject({
      isExplained: true,
      mistakes: [{ code: 'other_layout', finding: expect.stringContaining(layout) }],
    })
  })

  it("reads Stripe's header, and says what all is wrong with it", async () => {
    const seconds = time.slice(0, -3)
    const digest = hmac(`${seconds}.`, text).toString('hex')
    expect(await codesOf(text, asHeader(`t=${seconds},v1=${digest}`))).toEqual([
      true,
      'other_layout',
      'seconds_for_milliseconds',
    ])
  })

  it.each(['base64', 'base64url'] as const)('sees %s for hexadecimal', async (encoding) => {
    expect(await codesOf(text, asHeader(`v=${time},d=${hmac(text, time).toString(encoding)}`))).toEqual([
      true,
      'signature_encoding',
    ])
  })

  it('sees upper case', async () => {
    const digest = hmac(text, time).toString('hex').toUpperCase()
    expect(await codesOf(text, asHeader(`v=${time},d=${digest}`))).toEqual([true, 'signature_encoding'])
  })

  it('sees a timestamp taken from another header', async () => {
    const other = String(now.getTime() - 5)
    const headers = {
      ...asHeader(`v=${time},d=${hmac(text, other).toString('hex')}`),
      'Webhook-Timestamp': other,
    }
    expect(await codesOf(text, headers)).toEqual([true, 'other_timestamp'])
  })

  it.each([
    [900, 'Signed 900 s ago.'],
    [-900, 'Signed 900 s ahead of this clock.'],
  ])('measures the clocks: %i s', async (skewSeconds, finding) => {
    const headers = await signed(text, new Date(now.getTime() - skewSeconds * 1_000))
    expect(await diagnose(text, headers)).toMatchObject({
      isExplained: true,
      skewSeconds,
      mistakes: [{ code: 'clock_skew', finding }],
    })
  })

  it('names the secret of another purpose that signed, and never its value', async () => {
    const headers = await signRetellWebhook({ rawBody: text, secret: 'canary-token', now })
    const diagnosis = await diagnose(text, headers, {
      otherSecrets: [{ kind: 'INTERNAL_API_TOKEN', secret: 'canary-token' }],
    })
    expect(diagnosis?.mistakes).toMatchObject([
      { code: 'wrong_secret_kind', finding: expect.stringContaining('INTERNAL_API_TOKEN') },
    ])
    expect(JSON.stringify(diagnosis)).not.toContain('canary-token')
  })

  it('names what needs no signature: none, another vendor, two, a long one, no key', async () => {
    const { privateKey } = createTelnyxKeyPair()
    const headers = await signed(text)
    expect(await codesOf(text, {})).toEqual([false, 'unsigned'])
    expect(await codesOf(text, await signTelnyxWebhook({ rawBody: text, privateKey, now }))).toEqual([
      false,
      'other_vendor',
    ])
    const value = headers['x-retell-signature']!
    expect(await codesOf(text, { ...headers, 'X-Retell-Signature': value })).toEqual([false, 'repeated_header'])
    expect(await codesOf(text, asHeader('x'.repeat(5_000)))).toEqual([false, 'header_format'])
    expect(await codesOf(text, headers, { secrets: [] })).toEqual([false, 'unusable_key'])
    expect(await codesOf(text, headers, { secrets: [''] })).toEqual([false, 'unusable_key'])
  })

  it('admits when it cannot tell, with what it sees all the same', async () => {
    const headers = await signRetellWebhook({
      rawBody: text,
      secret: 'unknown',
      now: new Date(now.getTime() - 900_000),
    })
    expect(await codesOf(text, headers)).toEqual([false, 'clock_skew', 'unexplained'])
    expect(await codesOf(text, asHeader('nonsense'))).toEqual([false, 'header_format', 'unexplained'])
  })

  it('ends soon on the longest body, on many keys and on deep JSON', async () => {
    const many = Array.from({ length: 64 }, (_, index) => `key_${index}`)
    const headers = await signRetellWebhook({ rawBody: 'x', secret: 'unknown', now })
    for (const body of [Buffer.alloc(8_388_608, 'x'), Buffer.from('['.repeat(100_000)), Buffer.alloc(262_144, '"é"')])
      expect(await codesOf(body, headers, { secrets: many })).toEqual([false, 'unexplained'])
  })
})
