import type { UserId } from '../../kernel/domain/ids.ts'

export interface IssuedRefreshToken {
  readonly token: string
  readonly expiresAt: Date
}

export type Rotation =
  | ({ readonly ok: true; readonly userId: UserId } & IssuedRefreshToken)
  | {
      readonly ok: false
      /** `reused`: the token was exchanged before, so one of its two holders stole it; the whole family is ended. */
      readonly code: 'refresh_token_reused' | 'refresh_token_expired' | 'refresh_token_invalid'
    }

/**
 * Long-lived tokens, each good for one exchange. Those that follow from one login are a family.
 * Only digests are stored.
 */
export interface RefreshTokens {
  /** Begins a family. */
  issue(user: UserId): Promise<IssuedRefreshToken>

  /** Exchanges the token for the next one of its family. */
  rotate(token: string): Promise<Rotation>

  /** Ends the family of this token (logout). An unknown token: nothing happens. */
  revokeFamily(token: string): Promise<void>

  /** Ends all families of the user (password changed, account closed). */
  revokeUser(user: UserId): Promise<void>
}
