import type { AccessTokens, RefreshTokens, UserId } from '@cloudgreet/core'
import type { Session } from '@cloudgreet/core/contract'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Context } from 'hono'

import type { Account, Accounts } from '../data/accounts.ts'
import type { AppEnv } from './app-env.ts'
import { RequestError } from './request-error.ts'

const cookieName = 'cg_refresh'
const cookiePath = '/api/auth'

export interface SessionsOptions {
  readonly tokens: AccessTokens
  readonly refreshTokens: RefreshTokens
  readonly accounts: Accounts
  readonly isHttps: boolean
  /** True for an `Origin` from which our own pages come. */
  readonly isOwnOrigin: (origin: string) => boolean
}

/** Begins, renews and ends sessions over HTTP: a token in the body, its refresh token in a cookie or beside it. */
export class Sessions {
  readonly #options: SessionsOptions

  constructor(options: SessionsOptions) {
    this.#options = options
  }

  /** @throws {RequestError} 401 when the account is gone */
  async begin(context: Context<AppEnv>, userId: UserId): Promise<Session> {
    const account = await this.#findAccount(userId)
    const refresh = await this.#options.refreshTokens.issue(userId)
    return this.#answer(context, account, refresh)
  }

  /** Exchanges the refresh token of the body, else of the cookie. */
  async renew(context: Context<AppEnv>, fromBody: string | undefined): Promise<Session> {
    const presented = fromBody ?? this.#readCookie(context)
    if (presented === undefined)
      throw new RequestError(401, 'refresh_token_missing', 'There is no session to refresh; log in.')
    const rotation = await this.#options.refreshTokens.rotate(presented)
    if (!rotation.ok) {
      this.#clearCookie(context)
      throw new RequestError(401, rotation.code, 'This session has ended; log in again.')
    }
    const account = await this.#findAccount(rotation.userId)
    return this.#answer(context, account, { ...rotation, inBody: fromBody !== undefined })
  }

  /** Ends the session of the refresh token. Without one nothing happens. */
  async end(context: Context<AppEnv>, fromBody: string | undefined): Promise<void> {
    const presented = fromBody ?? this.#readCookie(context)
    if (presented !== undefined) await this.#options.refreshTokens.revokeFamily(presented)
    this.#clearCookie(context)
  }

  async #findAccount(userId: UserId): Promise<Account> {
    const account = await this.#options.accounts.find(userId)
    if (account !== undefined) return account
    throw new RequestError(401, 'account_incomplete', 'This account is not complete; register again or ask us.')
  }

  async #answer(
    context: Context<AppEnv>,
    account: Account,
    refresh: { readonly token: string; readonly expiresAt: Date; readonly inBody?: boolean },
  ): Promise<Session> {
    const { token, expiresAt } = await this.#options.tokens.mint({
      userId: account.user.id,
      role: account.user.role,
      ...(account.business === null ? {} : { businessId: account.business.id }),
    })
    const session = { token, expiresAt: expiresAt.toISOString(), ...account }
    if (refresh.inBody === true || context.req.header('x-cloudgreet-client') === 'token')
      return { ...session, refreshToken: refresh.token }
    setCookie(context, cookieName, refresh.token, { ...this.#cookieSettings(), expires: refresh.expiresAt })
    return session
  }

  /** @throws {RequestError} 403 when the cookie comes with a foreign `Origin` */
  #readCookie(context: Context<AppEnv>): string | undefined {
    const cookie = getCookie(context, cookieName)
    const origin = context.req.header('origin')
    if (cookie !== undefined && origin !== undefined && !this.#options.isOwnOrigin(origin))
      throw new RequestError(403, 'origin_forbidden', 'Sessions are refreshed from our own pages only.')
    return cookie
  }

  #clearCookie(context: Context<AppEnv>): void {
    if (getCookie(context, cookieName) !== undefined) deleteCookie(context, cookieName, this.#cookieSettings())
  }

  #cookieSettings() {
    return { httpOnly: true, sameSite: 'Strict', path: cookiePath, secure: this.#options.isHttps } as const
  }
}
