import type { PasswordHash } from './identity.ts'

/** Turns passwords into hashes and compares them. */
export interface PasswordHasher {
  /** @throws {UnavailableError} `password_queue_full` */
  hash(password: string): Promise<PasswordHash>

  /**
   * True when the password made the hash. Without a hash: false, after the same work.
   *
   * @throws {UnavailableError} `password_queue_full`
   */
  verify(hash: PasswordHash | undefined, password: string): Promise<boolean>
}
