import type { UserId } from '../../../kernel/domain/ids.ts'
import type { Clock } from '../../../kernel/ports/clock.ts'
import type { IdSource } from '../../../kernel/ports/id-source.ts'
import type { IssuedRefreshToken, RefreshTokens, Rotation } from '../../ports/refresh-tokens.ts'

interface Family {
  readonly userId: UserId
  isRevoked: boolean
}

interface StoredToken {
  readonly family: Family
  readonly expiresAt: Date
  isUsed: boolean
}

export interface MemoryRefreshTokensOptions {
  readonly clock: Clock
  readonly ids: IdSource
  /** Default: 30 days. */
  readonly lifetimeSeconds?: number
}

/** Refresh tokens in memory. Their text is an id, so they are for tests only. */
export function createMemoryRefreshTokens(options: MemoryRefreshTokensOptions): RefreshTokens {
  return new MemoryRefreshTokens(options)
}

class MemoryRefreshTokens implements RefreshTokens {
  readonly #clock: Clock
  readonly #ids: IdSource
  readonly #lifetimeMs: number
  readonly #tokens = new Map<string, StoredToken>()

  constructor(options: MemoryRefreshTokensOptions) {
    this.#clock = options.clock
    this.#ids = options.ids
    this.#lifetimeMs = (options.lifetimeSeconds ?? 2_592_000) * 1_000
  }

  async issue(user: UserId): Promise<IssuedRefreshToken> {
    return this.#add({ userId: user, isRevoked: false })
  }

  async rotate(token: string): Promise<Rotation> {
    const stored = this.#tokens.get(token)
    if (stored === undefined) return { ok: false, code: 'refresh_token_invalid' }
    const { family, expiresAt, isUsed } = stored
    if (isUsed) {
      family.isRevoked = true
      return { ok: false, code: 'refresh_token_reused' }
    }
    if (expiresAt <= this.#clock.now()) return { ok: false, code: 'refresh_token_expired' }
    if (family.isRevoked) return { ok: false, code: 'refresh_token_invalid' }
    stored.isUsed = true
    return { ok: true, userId: family.userId, ...this.#add(family) }
  }

  async revokeFamily(token: string): Promise<void> {
    const stored = this.#tokens.get(token)
    if (stored !== undefined) stored.family.isRevoked = true
  }

  async revokeUser(user: UserId): Promise<void> {
    for (const { family } of this.#tokens.values()) if (family.userId === user) family.isRevoked = true
  }

  #add(family: Family): IssuedRefreshToken {
    const token = this.#ids.next<'RefreshToken'>()
    const expiresAt = new Date(this.#clock.now().getTime() + this.#lifetimeMs)
    this.#tokens.set(token, { family, expiresAt, isUsed: false })
    return { token, expiresAt }
  }
}
