import type { Clock } from '../../../kernel/ports/clock.ts'
import type { UserId } from '../../../kernel/domain/ids.ts'
import type { IdSource } from '../../../kernel/ports/id-source.ts'
import type { Database } from '../../../postgres/open-database.ts'
import { EmailExistsError, type Identity, type NewUser, type PasswordHash } from '../../ports/identity.ts'
import type { PasswordHasher } from '../../ports/password-hasher.ts'
import { createArgon2PasswordHasher } from './argon2-password-hasher.ts'
import { createAuthInstance } from './auth-instance.ts'

export interface BetterAuthIdentityOptions {
  readonly database: Database
  readonly clock: Clock
  readonly ids: IdSource
  /** Default: argon2id, 2 at once, 32 waiting. */
  readonly hasher?: PasswordHasher
}

type Store = Awaited<ReturnType<typeof createAuthInstance>['$context']>['internalAdapter']

/** better-auth's name for an account that is an email address and a password. */
const credential = 'credential'
const uniqueViolation = '23505'

/** Identity over better-auth and the tables of schema `auth`. */
export function createBetterAuthIdentity(options: BetterAuthIdentityOptions): Identity {
  const { clock, hasher = createArgon2PasswordHasher() } = options
  const { $context } = createAuthInstance(options)
  const store = async (): Promise<Store> => (await $context).internalAdapter

  return {
    hashPassword: (password) => hasher.hash(password),

    async createUser(user) {
      const users = await store()
      await insertUser(users, user, clock.now())
      await insertCredential(users, { ...user, now: clock.now() })
    },

    async findUserByEmail(email) {
      const found = await (await store()).findUserByEmail(email)
      return found === null ? undefined : { id: found.user.id as UserId }
    },

    async verifyPassword(email, password) {
      const found = await (await store()).findUserByEmail(email, { includeAccounts: true })
      const account = found?.accounts.find(({ providerId }) => providerId === credential)
      const matches = await hasher.verify((account?.password ?? undefined) as PasswordHash | undefined, password)
      return matches && found ? { id: found.user.id as UserId } : undefined
    },

    async setPassword(user, passwordHash) {
      const users = await store()
      await insertCredential(users, { id: user, passwordHash, now: clock.now() })
      await users.updatePassword(user, passwordHash)
    },

    removeUser: async (user) => (await store()).deleteUser(user),
  }
}

/** @throws {EmailExistsError} when the address is another id's, also when that one came a moment ago */
async function insertUser(users: Store, { id, email, name }: NewUser, now: Date): Promise<void> {
  try {
    const source = { method: 'email-password' } as const
    await users.createUser({ id, email, name, emailVerified: false, createdAt: now, updatedAt: now }, source)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const existing = await users.findUserById(id)
    if (existing?.email !== email) throw new EmailExistsError({ cause: error })
  }
}

/** Leaves a password that is there already. */
async function insertCredential(
  users: Store,
  { id, passwordHash, now }: Pick<NewUser, 'id' | 'passwordHash'> & { readonly now: Date },
): Promise<void> {
  if ((await users.findCredentialAccount(id)) !== null) return
  try {
    await users.linkAccount({
      userId: id,
      accountId: id,
      providerId: credential,
      password: passwordHash,
      createdAt: now,
      updatedAt: now,
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
}

function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === uniqueViolation) || isUniqueViolation(error.cause)
}
