import { hash, verify } from '@node-rs/argon2'

import { UnavailableError } from '../../../errors/unavailable-error.ts'
import type { PasswordHash } from '../../ports/identity.ts'
import type { PasswordHasher } from '../../ports/password-hasher.ts'
import { createBoundedQueue } from './bounded-queue.ts'

/** OWASP Password Storage Cheat Sheet: argon2id (the library's default) with 19 MiB, 2 passes, 1 lane. */
const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The hash of a password that nobody knows, made with the same costs: comparing with it takes as long. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$vRteezf9Nf8E5WKJ805rHw$zShby8tVwEVWf9WCQKhLdFqUvFkCdwQis7I6ZLb5/SU'

/** Argon2id, at most 2 at once (19 MiB each) and 32 waiting. */
export function createArgon2PasswordHasher(): PasswordHasher {
  const queue = createBoundedQueue({
    maxRunning: 2,
    maxWaiting: 32,
    refuse: () =>
      new UnavailableError('password_queue_full', 'Too many passwords are being checked; try again shortly.'),
  })
  return {
    hash: (password) => queue.run(async () => (await hash(password, argon2id)) as PasswordHash),
    verify: (expected, password) =>
      queue.run(async () => {
        const matches = await verify(expected ?? nobodysHash, password)
        return matches && expected !== undefined
      }),
  }
}
