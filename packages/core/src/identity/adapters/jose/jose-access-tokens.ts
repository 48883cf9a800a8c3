import { compactVerify, decodeProtectedHeader, SignJWT } from 'jose'

import type { Clock } from '../../../kernel/ports/clock.ts'
import type { IdSource } from '../../../kernel/ports/id-source.ts'
import type { AccessTokens, MintedToken, TokenRefusal } from '../../ports/access-tokens.ts'
import { createSigningKeys, type SigningKeys } from './signing-keys.ts'
import { payloads, refuseClaims, type TokenPayload, type TokenPurpose } from './token-claims.ts'

/** Longest token that is looked at, in bytes. */
const maxTokenBytes = 8_192

export interface AccessTokensOptions {
  /** Each at least 32 bytes. The first signs, all verify. A function is asked at each token, so that secrets can rotate. */
  readonly secrets: readonly string[] | (() => readonly string[])
  readonly issuer: string
  readonly audience: string
  readonly clock: Clock
  readonly ids: IdSource
  /** Default: 900. */
  readonly lifetimeSeconds?: number
}

/**
 * Access tokens as JWTs signed by HMAC-SHA-256, and by nothing else. No key is ever taken from a token:
 * `jku`, `x5u`, `x5c` and `jwk` are not read.
 *
 * @throws {InvalidArgumentError} without secrets, or when one is shorter than 32 bytes
 */
export function createAccessTokens(options: AccessTokensOptions): AccessTokens {
  const { issuer, audience, clock, ids, lifetimeSeconds = 900 } = options
  const currentKeys = followSecrets(options.secrets)

  async function mint(purpose: TokenPurpose, subject: string, claims: Record<string, unknown>): Promise<MintedToken> {
    const issuedAt = Math.floor(clock.now().getTime() / 1_000)
    const tokenId = ids.next()
    const { signing } = currentKeys()
    const token = await new SignJWT({ ...claims, purpose })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: signing.id })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(subject)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .setJti(tokenId)
      .sign(signing.secret)
    return { token, tokenId, expiresAt: new Date((issuedAt + lifetimeSeconds) * 1_000) }
  }

  async function verify<Purpose extends TokenPurpose>(
    purpose: Purpose,
    token: string,
  ): Promise<{ readonly ok: true; readonly payload: TokenPayload<Purpose> } | TokenRefusal> {
    const signed = await readSigned(currentKeys(), token)
    if (signed === undefined) return { ok: false, code: 'token_invalid' }
    if (isForOtherPurpose(signed, purpose)) return { ok: false, code: 'token_wrong_purpose' }
    const parsed = payloads[purpose].safeParse(signed)
    if (!parsed.success) return { ok: false, code: 'token_invalid' }
    const refusal = refuseClaims(parsed.data, { issuer, audience, now: clock.now() })
    return refusal ?? { ok: true, payload: parsed.data as TokenPayload<Purpose> }
  }

  return {
    mint: ({ userId, ...claims }) => mint('access', userId, claims),
    mintRegistration: (registration) => mint('registration', registration, {}),

    async verify(token) {
      const result = await verify('access', token)
      if (!result.ok) return result
      const { sub, role, email, businessId, jti, iat, exp } = result.payload
      const [issuedAt, expiresAt] = [new Date(iat * 1_000), new Date(exp * 1_000)]
      return { ok: true, claims: { userId: sub, role, email, businessId, tokenId: jti, issuedAt, expiresAt } }
    },

    async verifyRegistration(token) {
      const result = await verify('registration', token)
      return result.ok ? { ok: true, registrationId: result.payload.sub } : result
    },
  }
}

/** The keys of the secrets in force, prepared once for each list. */
function followSecrets(secrets: AccessTokensOptions['secrets']): () => SigningKeys {
  const read = typeof secrets === 'function' ? secrets : () => secrets
  let list = read()
  let keys = createSigningKeys(list)
  return () => {
    const current = read()
    if (current !== list) keys = createSigningKeys(current)
    list = current
    return keys
  }
}

/** What the token says, when one of our keys signed it. */
async function readSigned(keys: SigningKeys, token: string): Promise<unknown> {
  if (token.length > maxTokenBytes) return undefined
  try {
    const { kid } = decodeProtectedHeader(token)
    for (const { secret } of keys.candidates(kid)) {
      const payload = await readSignedBy(secret, token)
      if (payload !== undefined) return payload
    }
  } catch {
    // The header is no JSON: not a token of anybody's.
  }
  return undefined
}

async function readSignedBy(secret: Uint8Array, token: string): Promise<unknown> {
  try {
    const { payload } = await compactVerify(token, secret, { algorithms: ['HS256'] })
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    return undefined
  }
}

function isForOtherPurpose(payload: unknown, purpose: TokenPurpose): boolean {
  return typeof payload === 'object' && payload !== null && 'purpose' in payload && payload.purpose !== purpose
}
