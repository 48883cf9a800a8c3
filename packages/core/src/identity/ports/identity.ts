import { CloudGreetError } from '../../errors/cloudgreet-error.ts'
import type { EmailAddress } from '../../kernel/domain/email-address.ts'
import type { UserId } from '../../kernel/domain/ids.ts'

declare const brand: unique symbol

/** An argon2id hash in PHC form. The password itself is never stored, logged or handed to a workflow. */
export type PasswordHash = string & { readonly [brand]: 'PasswordHash' }

export interface NewUser {
  readonly id: UserId
  readonly email: EmailAddress
  readonly name: string
  readonly passwordHash: PasswordHash
}

/** An account with this address exists. Log in, or ask for the onboarding mail again. */
export class EmailExistsError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.email-exists'
  override readonly name = 'EmailExistsError'
  readonly code = 'email_exists'

  constructor(options?: ErrorOptions) {
    super('An account with this email address exists.', options)
  }
}

/** Who people are: `auth.users` and their passwords. Never called inside an open transaction. */
export interface Identity {
  /**
   * Hashes with argon2id (19 MiB, 2 passes). Two at once, 32 waiting.
   *
   * @throws {UnavailableError} `password_queue_full`
   */
  hashPassword(password: string): Promise<PasswordHash>

  /** @throws {EmailExistsError} unless the same id has this address already: then nothing happens */
  createUser(user: NewUser): Promise<void>

  findUserByEmail(email: EmailAddress): Promise<{ readonly id: UserId } | undefined>

  /** Undefined for a wrong password and for an unknown address, after the same work. */
  verifyPassword(email: EmailAddress, password: string): Promise<{ readonly id: UserId } | undefined>

  setPassword(user: UserId, passwordHash: PasswordHash): Promise<void>

  /** Removes the user and what hangs on it. Already gone is success. */
  removeUser(user: UserId): Promise<void>
}
