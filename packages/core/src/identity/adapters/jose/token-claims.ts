import { z } from 'zod'

import { type EmailAddress, safeParseEmailAddress } from '../../../kernel/domain/email-address.ts'
import { type Id, isId } from '../../../kernel/domain/ids.ts'
import type { TokenRefusal } from '../../ports/access-tokens.ts'

/** How far two clocks may be apart, in seconds. */
const toleratedSkewSeconds = 60

const seconds = z.int().min(0).max(253_402_300_799)
const id = <Of extends string>() => z.custom<Id<Of>>((value) => typeof value === 'string' && isId(value))
const email = z.custom<EmailAddress>((value) => typeof value === 'string' && safeParseEmailAddress(value) === value)

const common = {
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: seconds,
  iat: seconds,
  nbf: seconds.optional(),
  jti: z.string().min(1).max(64),
}

const accessPayload = z.object({
  ...common,
  purpose: z.literal('access'),
  sub: id<'User'>(),
  role: z.enum(['owner', 'sales', 'admin']),
  email: email.optional(),
  businessId: id<'Business'>().optional(),
})

const registrationPayload = z.object({ ...common, purpose: z.literal('registration'), sub: id<'Registration'>() })

/** The payload of each kind of token, by its `purpose`. */
export const payloads = { access: accessPayload, registration: registrationPayload }

export type TokenPurpose = keyof typeof payloads
export type TokenPayload<Purpose extends TokenPurpose> = z.infer<(typeof payloads)[Purpose]>

export interface ExpectedClaims {
  readonly issuer: string
  readonly audience: string
  readonly now: Date
}

/** Judges who made the token, for whom, and when. Undefined: nothing is wrong. */
export function refuseClaims(
  { iss, aud, iat, nbf, exp }: Pick<TokenPayload<'access'>, 'iss' | 'aud' | 'iat' | 'nbf' | 'exp'>,
  { issuer, audience, now }: ExpectedClaims,
): TokenRefusal | undefined {
  const nowSeconds = now.getTime() / 1_000
  if (iss !== issuer || ![aud].flat().includes(audience)) return { ok: false, code: 'token_invalid' }
  if (iat > nowSeconds + toleratedSkewSeconds)
    return { ok: false, code: 'clock_skew', details: { measuredSkewSeconds: Math.round(iat - nowSeconds) } }
  if (nbf !== undefined && nbf > nowSeconds + toleratedSkewSeconds) return { ok: false, code: 'token_not_yet_valid' }
  if (exp <= nowSeconds - toleratedSkewSeconds) return { ok: false, code: 'token_expired' }
  return undefined
}
