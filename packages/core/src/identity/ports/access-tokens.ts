import type { EmailAddress } from '../../kernel/domain/email-address.ts'
import type { BusinessId, RegistrationId, UserId } from '../../kernel/domain/ids.ts'

export interface TokenHolder {
  readonly userId: UserId
  readonly email?: EmailAddress | undefined
  readonly role: 'owner' | 'sales' | 'admin'
  /** The business whose rows the holder may see. */
  readonly businessId?: BusinessId | undefined
}

export interface MintedToken {
  readonly token: string
  readonly expiresAt: Date
  /** Unique to the token; caps and revocations go by it. */
  readonly tokenId: string
}

export interface AccessClaims extends TokenHolder {
  readonly tokenId: string
  readonly issuedAt: Date
  readonly expiresAt: Date
}

export type TokenRefusal =
  | {
      readonly ok: false
      readonly code: 'token_expired' | 'token_not_yet_valid' | 'token_invalid' | 'token_wrong_purpose'
    }
  /** Issued in our future by more than 60 s: one of the two clocks is wrong. */
  | { readonly ok: false; readonly code: 'clock_skew'; readonly details: { readonly measuredSkewSeconds: number } }

/** Short-lived signed tokens that are checked without asking the database. */
export interface AccessTokens {
  mint(holder: TokenHolder): Promise<MintedToken>

  /** Clocks may differ by 60 s. Whatever is wrong with the token, it answers and does not throw. */
  verify(token: string): Promise<{ readonly ok: true; readonly claims: AccessClaims } | TokenRefusal>

  /** A token that shows how one registration goes on, and opens nothing else. */
  mintRegistration(registration: RegistrationId): Promise<MintedToken>

  verifyRegistration(
    token: string,
  ): Promise<{ readonly ok: true; readonly registrationId: RegistrationId } | TokenRefusal>
}
