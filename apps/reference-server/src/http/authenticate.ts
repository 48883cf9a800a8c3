import type { AccessTokens, TokenRefusal } from '@cloudgreet/core'

import type { Accounts } from '../data/accounts.ts'
import type { Principal } from './app-env.ts'
import { RequestError } from './request-error.ts'

/** Finds out who sends a request. Role and business are read anew each time, so that a change holds at once. */
export interface Authenticator {
  /**
   * @param header - `Authorization`
   * @throws {RequestError} 401 with the token's code
   */
  authenticate(header: string | undefined): Promise<Principal>
}

export function createAuthenticator(options: {
  readonly tokens: AccessTokens
  readonly accounts: Accounts
}): Authenticator {
  return {
    async authenticate(header) {
      const token = readBearer(header)
      if (token === undefined) throw refuse('token_missing', 'Send a token: `Authorization: Bearer <token>`.')
      const verified = await options.tokens.verify(token)
      if (!verified.ok) throw toRefusal(verified)
      const account = await options.accounts.find(verified.claims.userId)
      if (account === undefined) throw refuse('token_invalid', 'The account of this token is gone.')
      return { ...account, tokenId: verified.claims.tokenId }
    },
  }
}

/** The token of `Bearer <token>`; undefined without one. */
export function readBearer(header: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]
}

function toRefusal(refusal: TokenRefusal): RequestError {
  if (refusal.code !== 'clock_skew') return refuse(refusal.code, details[refusal.code])
  const { measuredSkewSeconds } = refusal.details
  return refuse(
    refusal.code,
    `The token was issued ${measuredSkewSeconds} s ahead of this server's clock. Compare the clocks.`,
  )
}

const details = {
  token_expired: 'The token has expired; refresh it or log in again.',
  token_not_yet_valid: 'The token is not valid yet.',
  token_invalid: 'The token is not one of ours.',
  token_wrong_purpose: 'This token was made for something else.',
} as const

function refuse(code: string, detail: string): RequestError {
  return new RequestError(401, code, detail, { headers: { 'WWW-Authenticate': 'Bearer' } })
}
