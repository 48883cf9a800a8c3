import { createPrivateKey, generateKeyPairSync, sign as signBytes } from 'node:crypto'

import { InvalidArgumentError } from '@cloudgreet/core'
import fc from 'fast-check'
import Telnyx from 'telnyx'
import { afterEach, describe, expect, it, vi } from 'vitest'

import webhookSignatures from './__fixtures__/webhook-signatures.json' with { type: 'json' }
import type { WebhookRefusalReason } from '../../domain/webhook-verification.ts'
import { createTelnyxKeyPair, parseTelnyxPrivateKey } from './telnyx-keys.ts'
import { signTelnyxWebhook, verifyTelnyxWebhook } from './telnyx-signature.ts'

const now = new Date('2026-01-15T12:00:00.000Z')
const { publicKey, privateKey } = createTelnyxKeyPair()
const rawBody = Buffer.from('{"data":{"id":"event_1","event_type":"message.received"}}')
const sign = (at = now) => signTelnyxWebhook({ rawBody, privateKey, now: at })
const reasonOf = async (headers: Headers | Record<string, string | undefined>, changes = {}) => {
  const verification = await verifyTelnyxWebhook({ rawBody, headers, publicKeys: [publicKey], now, ...changes })
  return verification.ok ? 'ok' : verification.reason
}
const signatureHeader = 'telnyx-signature-ed25519'
const timestampHeader = 'telnyx-timestamp'

afterEach(() => {
  vi.useRealTimers()
})

describe('verifyTelnyxWebhook', () => {
  it.each(webhookSignatures.telnyx)('agrees with the vendor: $name', async (vector) => {
    const { body, headers, public_key_base64: key, now_s: nowSeconds } = vector
    const input = { rawBody: body, headers, publicKeys: [key], now: new Date(nowSeconds * 1_000) }
    expect((await verifyTelnyxWebhook(input)).ok).toBe(vector.valid)
  })

  it('accepts what it signed, and names the key and the time', async () => {
    const other = createTelnyxKeyPair().publicKey
    const input = { rawBody, headers: await sign(), publicKeys: [other, 'no key', publicKey], now }
    expect(await verifyTelnyxWebhook(input)).toEqual({ ok: true, keyIndex: 2, signedAt: now })
  })

  it('takes bodies of any length, as bytes or as text', async () => {
    for (const length of [0, 2_048, 131_061, 131_062, 300_000]) {
      const body = 'é'.repeat(length / 2)
      const headers = await signTelnyxWebhook({ rawBody: body, privateKey, now })
      expect(await reasonOf(headers, { rawBody: Buffer.from(body) })).toBe('ok')
      expect(await reasonOf(headers, { rawBody: body })).toBe('ok')
    }
  })

  it('takes Fetch headers and any spelling of the names', async () => {
    const headers = await sign()
    expect(await reasonOf(new Headers(headers))).toBe('ok')
    expect(
      await reasonOf(Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]))),
    ).toBe('ok')
  })

  it.each([
    [300, 'ok'],
    [-300, 'ok'],
    [301, 'stale'],
    [-301, 'future'],
  ])('fault 3: answers a signature that is %i s old with %s', async (ageSeconds, expected) => {
    expect(await reasonOf(await sign(new Date(now.getTime() - ageSeconds * 1_000)))).toBe(expected)
  })

  it('names what is wrong with the headers', async () => {
    const headers = await sign()
    for (const name of [signatureHeader, timestampHeader]) {
      const value = headers[name]!
      expect(await reasonOf({ ...headers, [name]: undefined })).toBe('missing_header')
      expect(await reasonOf({ ...headers, [name.toUpperCase()]: value })).toBe('repeated_header')
      expect(await reasonOf(new Headers([...Object.entries(headers), [name, value]]))).toBe('repeated_header')
      expect(await reasonOf({ ...headers, [name]: 'x'.repeat(4_097) })).toBe('header_too_long')
      expect(await reasonOf({ ...headers, [name]: `${value}\n` })).toBe('bad_format')
    }
  })

  it.each(['17000000000', '1700000000abc', '1700000000.9', '0700000000', '+170000000', '1e9', 'NaN'])(
    'refuses the time %s as bad_format',
    async (timestamp) => {
      expect(await reasonOf({ ...(await sign()), [timestampHeader]: timestamp })).toBe('bad_format')
    },
  )

  it('refuses other spellings of the same signature', async () => {
    const headers = await sign()
    const value = headers[signatureHeader]!
    for (const spelling of [value.slice(0, -2), value.slice(0, -1), setSpareBit(value), ` ${value}`])
      expect(await reasonOf({ ...headers, [signatureHeader]: spelling })).toBe('bad_format')
  })

  it('refuses without a key that can be read', async () => {
    const headers = await sign()
    expect(await reasonOf(headers, { publicKeys: [] })).toBe('no_secrets')
    for (const key of ['', 'not base64', publicKey.slice(0, -1), Buffer.alloc(31).toString('base64')])
      expect(await reasonOf(headers, { publicKeys: [key] })).toBe('invalid_key')
  })

  it('signs with every usual form of the private key, and with no other', async () => {
    const seed = Buffer.from(privateKey, 'base64')
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
    const object = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    const pem = object.export({ format: 'pem', type: 'pkcs8' }).toString()
    const sodium = Buffer.concat([seed, Buffer.from(publicKey, 'base64')])
    for (const key of [object, pem, der.toString('base64'), sodium.toString('base64')])
      expect(await signTelnyxWebhook({ rawBody, privateKey: key, now })).toEqual(await sign())
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey
    for (const key of [rsa, '', 'no key'])
      await expect(signTelnyxWebhook({ rawBody, privateKey: key, now })).rejects.toThrow(InvalidArgumentError)
  })

  it('refuses a signed event after any change of one of its bytes', async () => {
    const headers = await sign()
    const value = headers[signatureHeader]!
    const mutation = fc.record({ at: fc.nat(rawBody.length + value.length - 1), by: fc.integer({ min: 1, max: 255 }) })
    await fc.assert(
      fc.asyncProperty(mutation, async ({ at, by }) => {
        const bytes = Buffer.concat([rawBody, Buffer.from(value, 'latin1')])
        bytes[at] = (bytes[at]! + by) % 256
        const changed = { ...headers, [signatureHeader]: bytes.toString('latin1', rawBody.length) }
        expect(await reasonOf(changed, { rawBody: bytes.subarray(0, rawBody.length) })).not.toBe('ok')
      }),
      { numRuns: 1_000 },
    )
  })

  it('accepts nothing that the vendor refuses', async () => {
    vi.useFakeTimers({ now, toFake: ['Date'] })
    const client = new Telnyx({ apiKey: 'key_of_a_test', publicKey })
    let accepted = 0
    const ages = fc.tuple(fc.integer({ min: -400_000, max: 400_000 }), fc.constantFrom('', '', '=', ' ', '\n', 'A'))
    await fc.assert(
      fc.asyncProperty(ages, async ([ageMs, tail]) => {
        const signed = await sign(new Date(now.getTime() - ageMs))
        const headers = { ...signed, [signatureHeader]: `${signed[signatureHeader]}${tail}` }
        if ((await reasonOf(headers)) !== 'ok') return
        accepted += 1
        await expect(client.webhooks.unwrap(rawBody.toString(), { headers })).resolves.toMatchObject({
          data: { id: 'event_1' },
        })
      }),
      { numRuns: 200 },
    )
    expect(accepted).toBeGreaterThan(0)
  })

  /** All classes of signatures that telnyx takes and we do not. */
  const stricter: readonly (readonly [string, WebhookRefusalReason, () => Promise<Record<string, string>>])[] = [
    ['spare bits of the last base64 digit', 'bad_format', async () => changeSignature(await sign(), setSpareBit)],
    ['leading zeros of the time', 'bad_format', async () => signAt(`0${now.getTime() / 1_000}`)],
    [
      'a header in two spellings',
      'repeated_header',
      async () => ({ ...(await sign()), [signatureHeader.toUpperCase()]: 'anything' }),
    ],
  ]
  it.each(stricter)('is stricter than the vendor in %s: %s', async (_class, reason, makeHeaders) => {
    vi.useFakeTimers({ now, toFake: ['Date'] })
    const client = new Telnyx({ apiKey: 'key_of_a_test', publicKey })
    const headers = await makeHeaders()
    await expect(client.webhooks.unwrap(rawBody.toString(), { headers })).resolves.toMatchObject({
      data: { id: 'event_1' },
    })
    expect(await reasonOf(headers)).toBe(reason)
  })
})

function changeSignature(headers: Record<string, string>, change: (value: string) => string): Record<string, string> {
  return { ...headers, [signatureHeader]: change(headers[signatureHeader] ?? '') }
}

/** The digit before the padding carries two bits of the signature and four that mean nothing. */
function setSpareBit(value: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  return `${value.slice(0, 85)}${alphabet[alphabet.indexOf(value[85] ?? '') + 1]}==`
}

function signAt(timestamp: string): Record<string, string> {
  const signature = signBytes(
    null,
    Buffer.concat([Buffer.from(`${timestamp}|`), rawBody]),
    parseTelnyxPrivateKey(privateKey),
  )
  return { [signatureHeader]: signature.toString('base64'), [timestampHeader]: timestamp }
}
