import { beforeEach, describe, expect, it } from 'vitest'

import { uuidSource } from '../../kernel/adapters/system/uuid-source.ts'
import { parseEmailAddress } from '../../kernel/domain/email-address.ts'
import { EmailExistsError, type Identity, type NewUser, type PasswordHash } from '../ports/identity.ts'
import type { PasswordHasher } from '../ports/password-hasher.ts'

/** Writes down what it was asked to compare. */
class RecordingHasher implements PasswordHasher {
  readonly comparisons: { readonly hash: string | undefined; readonly password: string }[] = []

  async hash(password: string): Promise<PasswordHash> {
    return `hash of ${password}` as PasswordHash
  }

  async verify(hash: PasswordHash | undefined, password: string): Promise<boolean> {
    this.comparisons.push({ hash, password })
    return hash === `hash of ${password}`
  }
}

/** What every `Identity` keeps to. The subject uses the hasher it is given. */
export function identityContract(options: {
  readonly name: string
  readonly makeSubject: (hasher: PasswordHasher) => Promise<Identity>
}): void {
  describe(`Identity: ${options.name}`, () => {
    let hasher: RecordingHasher
    let identity: Identity

    beforeEach(async () => {
      hasher = new RecordingHasher()
      identity = await options.makeSubject(hasher)
    })

    async function newUser(password = 'correct horse'): Promise<NewUser> {
      const id = uuidSource.next<'User'>()
      const email = parseEmailAddress(`dana.${id}@example.com`)
      return { id, email, name: 'Dana Fictional', passwordHash: await identity.hashPassword(password) }
    }

    const emailExists = (error: unknown) => EmailExistsError.isInstance(error)

    describe('creating users', () => {
      it('is found by address and logs in', async () => {
        const user = await newUser()
        await identity.createUser(user)
        expect(await identity.findUserByEmail(user.email)).toEqual({ id: user.id })
        expect(await identity.verifyPassword(user.email, 'correct horse')).toEqual({ id: user.id })
      })

      it('does nothing when the same id has this address already', async () => {
        const user = await newUser()
        await identity.createUser(user)
        await identity.createUser({ ...user, passwordHash: await identity.hashPassword('another') })
        expect(await identity.verifyPassword(user.email, 'correct horse')).toEqual({ id: user.id })
      })

      it('refuses an address that another user has', async () => {
        const user = await newUser()
        await identity.createUser(user)
        await expect(identity.createUser({ ...user, id: uuidSource.next() })).rejects.toSatisfy(emailExists)
      })

      it('refuses another address for an id that is there', async () => {
        const [user, other] = [await newUser(), await newUser()]
        await identity.createUser(user)
        await expect(identity.createUser({ ...user, email: other.email })).rejects.toSatisfy(emailExists)
      })

      it('lets one of many at the same time have the address', async () => {
        const user = await newUser()
        const attempts = Array.from({ length: 6 }, () => identity.createUser({ ...user, id: uuidSource.next() }))
        const settled = await Promise.allSettled(attempts)
        const refusals = settled.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []))
        expect(refusals).toHaveLength(5)
        expect(refusals.every(emailExists)).toBe(true)
      })
    })

    describe('verifying passwords', () => {
      it('knows no wrong password and no unknown address', async () => {
        const [user, stranger] = [await newUser(), await newUser()]
        await identity.createUser(user)
        expect(await identity.verifyPassword(user.email, 'wrong')).toBeUndefined()
        expect(await identity.verifyPassword(stranger.email, 'correct horse')).toBeUndefined()
      })

      it('compares once for an unknown address, as for a known one', async () => {
        const [user, stranger] = [await newUser(), await newUser()]
        await identity.createUser(user)
        await identity.verifyPassword(user.email, 'wrong')
        await identity.verifyPassword(stranger.email, 'wrong')
        expect(hasher.comparisons).toEqual([
          { hash: 'hash of correct horse', password: 'wrong' },
          { hash: undefined, password: 'wrong' },
        ])
      })

      it('takes the new password only, once it is set', async () => {
        const user = await newUser()
        await identity.createUser(user)
        await identity.setPassword(user.id, await identity.hashPassword('battery staple'))
        expect(await identity.verifyPassword(user.email, 'correct horse')).toBeUndefined()
        expect(await identity.verifyPassword(user.email, 'battery staple')).toEqual({ id: user.id })
      })
    })

    describe('removing users', () => {
      it('frees the address, and may be asked again', async () => {
        const user = await newUser()
        await identity.createUser(user)
        await identity.removeUser(user.id)
        await identity.removeUser(user.id)
        expect(await identity.findUserByEmail(user.email)).toBeUndefined()
        await identity.createUser({ ...user, id: uuidSource.next() })
      })
    })
  })
}
