import type { EmailAddress } from '../../../kernel/domain/email-address.ts'
import type { UserId } from '../../../kernel/domain/ids.ts'
import { EmailExistsError, type Identity, type NewUser, type PasswordHash } from '../../ports/identity.ts'
import type { PasswordHasher } from '../../ports/password-hasher.ts'

/** One round of SHA-256: fast, and for tests only. */
const fastHasher: PasswordHasher = {
  hash: async (password) => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(password))
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('') as PasswordHash
  },
  verify: async (hash, password) => (await fastHasher.hash(password)) === hash,
}

/** Users in memory. Default of `hasher`: one round of SHA-256, for tests only. */
export function createMemoryIdentity(options: { readonly hasher?: PasswordHasher } = {}): Identity {
  return new MemoryIdentity(options)
}

class MemoryIdentity implements Identity {
  readonly #hasher: PasswordHasher
  readonly #users = new Map<UserId, NewUser>()

  constructor(options: { readonly hasher?: PasswordHasher }) {
    this.#hasher = options.hasher ?? fastHasher
  }

  hashPassword(password: string): Promise<PasswordHash> {
    return this.#hasher.hash(password)
  }

  async createUser(user: NewUser): Promise<void> {
    const existing = this.#users.get(user.id) ?? this.#findByEmail(user.email)
    if (existing === undefined) this.#users.set(user.id, user)
    else if (existing.id !== user.id || existing.email !== user.email) throw new EmailExistsError()
  }

  async findUserByEmail(email: EmailAddress): Promise<{ readonly id: UserId } | undefined> {
    const user = this.#findByEmail(email)
    return user === undefined ? undefined : { id: user.id }
  }

  async verifyPassword(email: EmailAddress, password: string): Promise<{ readonly id: UserId } | undefined> {
    const user = this.#findByEmail(email)
    const matches = await this.#hasher.verify(user?.passwordHash, password)
    return matches && user !== undefined ? { id: user.id } : undefined
  }

  async setPassword(user: UserId, passwordHash: PasswordHash): Promise<void> {
    const existing = this.#users.get(user)
    if (existing !== undefined) this.#users.set(user, { ...existing, passwordHash })
  }

  async removeUser(user: UserId): Promise<void> {
    this.#users.delete(user)
  }

  #findByEmail(email: EmailAddress): NewUser | undefined {
    return [...this.#users.values()].find((user) => user.email === email)
  }
}
