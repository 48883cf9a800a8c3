import { createHmac } from 'node:crypto'

import { InvalidArgumentError } from '@cloudgreet/core'
import fc from 'fast-check'
import { symmetric } from 'retell-sdk/lib/webhook_auth'
import { describe, expect, it } from 'vitest'

import webhookSignatures from './__fixtures__/webhook-signatures.json' with { type: 'json' }
import type { WebhookRefusalReason } from '../../domain/webhook-verification.ts'
import { signRetellWebhook, verifyRetellWebhook } from './retell-signature.ts'

const now = new Date('2026-01-15T12:00:00.000Z')
const secret = 'key_of_the_badge'
const secrets = [secret]
const rawBody = Buffer.from('{"event":"call_ended","call":{"call_id":"call_1"}}')
const sign = (at = now) => signRetellWebhook({ rawBody, secret, now: at })
const reasonOf = async (headers: Headers | Record<string, string | undefined>, changes = {}) => {
  const verification = await verifyRetellWebhook({ rawBody, headers, secrets, now, ...changes })
  return verification.ok ? 'ok' : verification.reason
}
const header = async () => (await sign())['x-retell-signature']!

describe('verifyRetellWebhook', () => {
  it.each(webhookSignatures.retell)('agrees with the vendor: $name', async (vector) => {
    const headers = { [vector.header]: vector.signature }
    const input = { rawBody: vector.body, headers, secrets: [vector.key], now: new Date(vector.now_ms) }
    expect((await verifyRetellWebhook(input)).ok).toBe(vector.valid)
  })

  it('accepts what it signed, and names the key and the time', async () => {
    const input = { rawBody, headers: await sign(), secrets: ['older', '', secret, secret], now }
    expect(await verifyRetellWebhook(input)).toEqual({ ok: true, keyIndex: 2, signedAt: now })
  })

  it('signs as HMAC-SHA-256 over body and time, at every length of body and secret', async () => {
    for (const [bodyLength, secretLength] of [
      [0, 1],
      [2_048, 64],
      [16_371, 65],
      [16_372, 200],
      [200_000, 36],
    ] as const) {
      const body = Buffer.alloc(bodyLength, 'é')
      const key = 'k'.repeat(secretLength)
      const digest = createHmac('sha256', key).update(body).update(String(now.getTime())).digest('hex')
      const headers = await signRetellWebhook({ rawBody: body, secret: key, now })
      expect(headers).toEqual({ 'x-retell-signature': `v=${now.getTime()},d=${digest}` })
    }
  })

  it('takes Fetch headers and any spelling of the name', async () => {
    expect(await reasonOf(new Headers(await sign()))).toBe('ok')
    expect(await reasonOf({ 'X-Retell-Signature': await header() })).toBe('ok')
  })

  it.each([
    [300_000, 'ok'],
    [-300_000, 'ok'],
    [300_001, 'stale'],
    [-300_001, 'future'],
  ])('fault 3: answers a signature that is %i ms old with %s', async (ageMs, expected) => {
    expect(await reasonOf(await sign(new Date(now.getTime() - ageMs)))).toBe(expected)
  })

  it('refuses everything by a clock that tells no time', async () => {
    expect(await reasonOf(await sign(), { now: new Date(Number.NaN) })).toBe('stale')
  })

  it('names what is wrong with the header', async () => {
    const value = await header()
    expect(await reasonOf({})).toBe('missing_header')
    expect(await reasonOf({ 'x-retell-signature': '' })).toBe('missing_header')
    expect(
      await reasonOf(
        new Headers([
          ['x-retell-signature', value],
          ['x-retell-signature', value],
        ]),
      ),
    ).toBe('repeated_header')
    expect(await reasonOf({ 'x-retell-signature': value, 'X-Retell-Signature': value })).toBe('repeated_header')
    const list: Record<string, unknown> = { 'x-retell-signature': [value, value] }
    expect(await reasonOf(list as Record<string, string>)).toBe('repeated_header')
    expect(await reasonOf({ 'x-retell-signature': value + '0'.repeat(5_000) })).toBe('header_too_long')
  })

  it.each([
    ['upper-case hexadecimal', (value: string) => value.toUpperCase().replace('V=', 'v=').replace('D=', 'd=')],
    ['a line feed at the end', (value: string) => `${value}\n`],
    ['a digit too many in the time', (value: string) => value.replace('v=', 'v=0')],
    ['seconds', (value: string) => value.replace(/v=(\d{10})\d{3}/, 'v=$1')],
    ['a sign before the time', (value: string) => value.replace('v=', 'v=+')],
  ])('refuses %s as bad_format', async (_what, change) => {
    expect(await reasonOf({ 'x-retell-signature': change(await header()) })).toBe('bad_format')
  })

  it('refuses a digit that moved between body and time', async () => {
    const headers = await signRetellWebhook({ rawBody: '{"n":1}1', secret, now })
    expect(await reasonOf(headers, { rawBody: '{"n":1}' })).toBe('mismatch')
  })

  it('never takes an empty secret, or none', async () => {
    const forged = createHmac('sha256', '').update(rawBody).update(String(now.getTime())).digest('hex')
    const headers = { 'x-retell-signature': `v=${now.getTime()},d=${forged}` }
    expect(await reasonOf(headers, { secrets: [''] })).toBe('invalid_key')
    expect(await reasonOf(headers, { secrets: [] })).toBe('no_secrets')
    await expect(signRetellWebhook({ rawBody, secret: '', now })).rejects.toThrow(InvalidArgumentError)
  })

  it('says how many secrets were tried, never which was close', async () => {
    const verification = await verifyRetellWebhook({ rawBody, headers: await sign(), secrets: ['one', 'two', ''], now })
    expect(verification).toEqual({
      ok: false,
      reason: 'mismatch',
      detail: 'None of the 2 secrets tried signed these bytes (1 empty).',
    })
  })

  it('refuses a signed event after any change of one of its bytes', async () => {
    const value = await header()
    const mutation = fc.record({ at: fc.nat(rawBody.length + value.length - 1), by: fc.integer({ min: 1, max: 255 }) })
    await fc.assert(
      fc.asyncProperty(mutation, async ({ at, by }) => {
        const bytes = Buffer.concat([rawBody, Buffer.from(value, 'latin1')])
        bytes[at] = (bytes[at]! + by) % 256
        const headers = { 'x-retell-signature': bytes.toString('latin1', rawBody.length) }
        expect(await reasonOf(headers, { rawBody: bytes.subarray(0, rawBody.length) })).not.toBe('ok')
      }),
      { numRuns: 1_000 },
    )
  })

  it('accepts nothing that the vendor refuses', async () => {
    const piece = fc.constantFrom(
      'v=',
      'd=',
      ',',
      ' ',
      '0',
      '\n',
      'A',
      `${now.getTime()}`,
      `${now.getTime() - 300_000}`,
    )
    const candidates = fc.oneof(
      fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
      fc.tuple(fc.integer({ min: -400_000, max: 400_000 }), fc.option(piece, { nil: '' })).map(([ageMs, tail]) => {
        const timestamp = String(now.getTime() - ageMs)
        return `v=${timestamp},d=${createHmac('sha256', secret).update(rawBody).update(timestamp).digest('hex')}${tail}`
      }),
    )
    let accepted = 0
    await fc.assert(
      fc.asyncProperty(candidates, async (value) => {
        if ((await reasonOf({ 'x-retell-signature': value })) !== 'ok') return
        accepted += 1
        const theirs = await symmetric.verify(rawBody.toString(), secret, value, { timestamp: now.getTime() })
        expect(theirs).toBe(true)
      }),
      { numRuns: 500 },
    )
    expect(accepted).toBeGreaterThan(0)
  })

  /** All classes of signatures that retell-sdk takes and we do not. */
  const stricter: readonly (readonly [string, WebhookRefusalReason, (value: string) => string])[] = [
    ['upper-case hexadecimal', 'bad_format', (value) => value.slice(0, 18) + value.slice(18).toUpperCase()],
    ['upper-case names', 'bad_format', (value) => value.replace('v=', 'V=').replace('d=', 'D=')],
    ['leading zeros of the time', 'bad_format', (value) => value.replace('v=', 'v=00')],
  ]
  it.each(stricter)('is stricter than the vendor in %s: %s', async (_class, reason, change) => {
    const value = change(await header())
    expect(await symmetric.verify(rawBody.toString(), secret, value, { timestamp: now.getTime() })).toBe(true)
    expect(await reasonOf({ 'x-retell-signature': value })).toBe(reason)
  })
})
