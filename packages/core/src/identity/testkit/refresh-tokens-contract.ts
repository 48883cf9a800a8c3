import { beforeEach, describe, expect, it } from 'vitest'

import type { UserId } from '../../kernel/domain/ids.ts'
import { FakeClock } from '../../kernel/testkit/fake-clock.ts'
import type { RefreshTokens } from '../ports/refresh-tokens.ts'

export interface RefreshTokensSubject {
  /** Tokens that live 30 days. */
  readonly tokens: RefreshTokens
  /** A user that exists where the adapter demands it. */
  makeUser(): Promise<UserId>
}

const thirtyDaysMs = 30 * 86_400_000

/** What every `RefreshTokens` keeps to. */
export function refreshTokensContract(options: {
  readonly name: string
  readonly makeSubject: (clock: FakeClock) => Promise<RefreshTokensSubject>
}): void {
  describe(`RefreshTokens: ${options.name}`, () => {
    let clock: FakeClock
    let tokens: RefreshTokens
    let user: UserId
    let makeUser: () => Promise<UserId>

    beforeEach(async () => {
      clock = new FakeClock()
      const subject = await options.makeSubject(clock)
      tokens = subject.tokens
      makeUser = () => subject.makeUser()
      user = await makeUser()
    })

    /** The token after this one. */
    async function next(token: string): Promise<string> {
      const rotation = await tokens.rotate(token)
      if (!rotation.ok) throw new Error(rotation.code)
      return rotation.token
    }

    it('exchanges a token for the next one', async () => {
      const first = await tokens.issue(user)
      clock.advance(1_000)
      const second = await tokens.rotate(first.token)
      expect(second).toMatchObject({
        ok: true,
        userId: user,
        expiresAt: new Date(clock.now().getTime() + thirtyDaysMs),
      })
      expect(second).not.toMatchObject({ token: first.token })
      expect(await tokens.rotate(await next((second as { token: string }).token))).toMatchObject({
        ok: true,
        userId: user,
      })
    })

    it('knows no token that it did not issue', async () => {
      expect(await tokens.rotate('unknown')).toEqual({ ok: false, code: 'refresh_token_invalid' })
      await tokens.revokeFamily('unknown')
    })

    it('refuses a token from its end on', async () => {
      const { token, expiresAt } = await tokens.issue(user)
      clock.set(expiresAt)
      expect(await tokens.rotate(token)).toEqual({ ok: false, code: 'refresh_token_expired' })
    })

    it('ends the family when a token comes back, and no other family', async () => {
      const [first, other] = [await tokens.issue(user), await tokens.issue(user)]
      const second = await next(first.token)
      expect(await tokens.rotate(first.token)).toEqual({ ok: false, code: 'refresh_token_reused' })
      expect(await tokens.rotate(second)).toEqual({ ok: false, code: 'refresh_token_invalid' })
      expect(await tokens.rotate(other.token)).toMatchObject({ ok: true })
    })

    it('lets one of many exchanges at the same time win', async () => {
      const { token } = await tokens.issue(user)
      const rotations = await Promise.all(Array.from({ length: 6 }, () => tokens.rotate(token)))
      expect(rotations.filter(({ ok }) => ok)).toHaveLength(1)
      expect(rotations.filter((rotation) => !rotation.ok && rotation.code === 'refresh_token_reused')).toHaveLength(5)
    })

    it('ends the family on logout', async () => {
      const { token } = await tokens.issue(user)
      const second = await next(token)
      await tokens.revokeFamily(second)
      expect(await tokens.rotate(second)).toEqual({ ok: false, code: 'refresh_token_invalid' })
    })

    it('ends all families of a user, and of no other', async () => {
      const issued = [await tokens.issue(user), await tokens.issue(user), await tokens.issue(await makeUser())]
      await tokens.revokeUser(user)
      const rotations = await Promise.all(issued.map(({ token }) => tokens.rotate(token)))
      expect(rotations.map(({ ok }) => ok)).toEqual([false, false, true])
    })
  })
}
