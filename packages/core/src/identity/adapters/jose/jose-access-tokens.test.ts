import { createHmac } from 'node:crypto'

import { beforeEach, describe, expect, it } from 'vitest'

import { parseEmailAddress } from '../../../kernel/domain/email-address.ts'
import type { BusinessId, RegistrationId, UserId } from '../../../kernel/domain/ids.ts'
import { FakeClock } from '../../../kernel/testkit/fake-clock.ts'
import { SequentialIdSource } from '../../../kernel/testkit/sequential-id-source.ts'
import type { AccessTokens } from '../../ports/access-tokens.ts'
import { createAccessTokens } from './jose-access-tokens.ts'

const secret = 'a secret for tests, thirty-two bytes'
const newer = 'a newer secret for tests, also long enough'
const holder = {
  userId: '00000000-0000-7000-8000-00000000000a' as UserId,
  email: parseEmailAddress('dana@example.com'),
  role: 'owner' as const,
  businessId: '00000000-0000-7000-8000-00000000000b' as BusinessId,
}
const registration = '00000000-0000-7000-8000-00000000000c' as RegistrationId

let clock: FakeClock
const tokensOver = (secrets: readonly string[]): AccessTokens =>
  createAccessTokens({ secrets, issuer: 'cloudgreet', audience: 'api', clock, ids: new SequentialIdSource() })

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString())

/** A token signed by the right secret whose header and payload a test has changed. */
async function forge(change: { header?: object; payload?: object; key?: string; digest?: string }): Promise<string> {
  const [header, payload] = (await tokensOver([secret]).mint(holder)).token.split('.')
  const signed = `${encode({ ...decode(header), ...change.header })}.${encode({ ...decode(payload), ...change.payload })}`
  const signature = createHmac(change.digest ?? 'sha256', change.key ?? secret)
    .update(signed)
    .digest('base64url')
  return `${signed}.${signature}`
}

const verify = async (token: string) => tokensOver([secret]).verify(token)
const nowSeconds = () => Math.floor(clock.now().getTime() / 1_000)

beforeEach(() => {
  clock = new FakeClock()
})

describe('minting', () => {
  it('gives back what it was given, for 15 minutes', async () => {
    const { token, tokenId, expiresAt } = await tokensOver([secret]).mint(holder)
    expect(expiresAt).toEqual(new Date('2026-01-15T12:15:00Z'))
    expect(await verify(token)).toEqual({ ok: true, claims: { ...holder, tokenId, issuedAt: clock.now(), expiresAt } })
  })

  it('puts nothing in the token but what is verified', async () => {
    const [header, payload] = (await tokensOver([secret]).mint(holder)).token.split('.')
    expect(Object.keys(decode(header)).sort()).toEqual(['alg', 'kid', 'typ'])
    expect(Object.keys(decode(payload)).sort()).toEqual([
      'aud',
      'businessId',
      'email',
      'exp',
      'iat',
      'iss',
      'jti',
      'purpose',
      'role',
      'sub',
    ])
  })

  it.each([[[]], [['short']], [[secret, 'short']]])('refuses the secrets %j', (secrets) => {
    expect(() => tokensOver(secrets)).toThrow(expect.objectContaining({ code: 'validation_failed' }))
  })
})

describe('keys', () => {
  it('takes tokens of an older secret while it is listed', async () => {
    const { token } = await tokensOver([secret]).mint(holder)
    expect(await tokensOver([newer, secret]).verify(token)).toMatchObject({ ok: true })
    expect(await tokensOver([newer]).verify(token)).toEqual({ ok: false, code: 'token_invalid' })
  })

  it.each([undefined, 'unknown', '__proto__', '../../etc/passwd'])(
    'tries all secrets when the key id is %j',
    async (kid) => {
      const token = await forge({ header: { kid } })
      expect(await tokensOver([newer, secret]).verify(token)).toMatchObject({ ok: true })
    },
  )

  it('asks for the secrets at each token, so that they rotate', async () => {
    let secrets: readonly string[] = [secret]
    const tokens = createAccessTokens({
      secrets: () => secrets,
      issuer: 'cloudgreet',
      audience: 'api',
      clock,
      ids: new SequentialIdSource(),
    })
    const { token } = await tokens.mint(holder)
    secrets = [newer, secret]
    expect([await tokens.verify(token), await tokens.verify((await tokens.mint(holder)).token)]).toMatchObject([
      { ok: true },
      { ok: true },
    ])
    secrets = [newer]
    expect(await tokens.verify(token)).toEqual({ ok: false, code: 'token_invalid' })
  })

  it('takes no key from the token', async () => {
    const jwk = { kty: 'oct', k: encode('a key that the attacker brought along') }
    const header = { jwk, jku: 'https://example.com/keys', x5u: 'https://example.com/chain' }
    const token = await forge({ header, key: 'a key that the attacker brought along' })
    expect(await verify(token)).toEqual({ ok: false, code: 'token_invalid' })
  })
})

describe('refusing', () => {
  it.each([
    ['no algorithm', { header: { alg: 'none' } }],
    ['another HMAC', { header: { alg: 'HS512' }, digest: 'sha512' }],
    ['a wrong signature', { key: newer }],
    ['an unknown critical header', { header: { crit: ['b64'], b64: false } }],
    ['no expiry', { payload: { exp: undefined } }],
    ['no issuer', { payload: { iss: undefined } }],
    ['another issuer', { payload: { iss: 'someone' } }],
    ['no audience', { payload: { aud: undefined } }],
    ['another audience', { payload: { aud: ['web'] } }],
    ['no subject', { payload: { sub: undefined } }],
    ['a subject that is no id', { payload: { sub: 'dana' } }],
    ['an unknown role', { payload: { role: 'root' } }],
    ['an expiry as text', { payload: { exp: '2000000000' } }],
    ['no purpose', { payload: { purpose: undefined } }],
  ])('a token with %s', async (_name, change) => {
    expect(await verify(await forge(change))).toEqual({ ok: false, code: 'token_invalid' })
  })

  it.each(['', 'a', 'a.b.c', '..', 'Bearer x', '\u0000', `${'a'.repeat(9_000)}.b.c`])(
    '%j, without throwing',
    async (token) => {
      expect(await verify(token)).toEqual({ ok: false, code: 'token_invalid' })
    },
  )

  it('a rightly signed token over 8 KB', async () => {
    expect(await verify(await forge({ payload: { filler: 'x'.repeat(8_000) } }))).toEqual({
      ok: false,
      code: 'token_invalid',
    })
  })
})

describe('time', () => {
  it('keeps a token through 60 s of skew after its end, and no longer', async () => {
    const { token } = await tokensOver([secret]).mint(holder)
    clock.advance(959_000)
    expect(await verify(token)).toMatchObject({ ok: true })
    clock.advance(1_000)
    expect(await verify(token)).toEqual({ ok: false, code: 'token_expired' })
  })

  it('takes a token from up to 60 s ahead of us', async () => {
    expect(await verify(await forge({ payload: { iat: nowSeconds() + 60 } }))).toMatchObject({ ok: true })
  })

  it('names the skew in seconds beyond that', async () => {
    expect(await verify(await forge({ payload: { iat: nowSeconds() + 3_600 } }))).toEqual({
      ok: false,
      code: 'clock_skew',
      details: { measuredSkewSeconds: 3_600 },
    })
  })

  it('refuses a token before its time', async () => {
    const [early, near] = [nowSeconds() + 61, nowSeconds() + 60]
    expect(await verify(await forge({ payload: { nbf: early } }))).toEqual({ ok: false, code: 'token_not_yet_valid' })
    expect(await verify(await forge({ payload: { nbf: near } }))).toMatchObject({ ok: true })
  })
})

describe('purposes', () => {
  it('lets a registration token show its registration', async () => {
    const tokens = tokensOver([secret])
    const { token } = await tokens.mintRegistration(registration)
    expect(await tokens.verifyRegistration(token)).toEqual({ ok: true, registrationId: registration })
  })

  it('takes neither kind for the other', async () => {
    const tokens = tokensOver([secret])
    const refusal = { ok: false, code: 'token_wrong_purpose' }
    expect(await tokens.verify((await tokens.mintRegistration(registration)).token)).toEqual(refusal)
    expect(await tokens.verifyRegistration((await tokens.mint(holder)).token)).toEqual(refusal)
  })
})
