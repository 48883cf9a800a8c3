import { expect, it } from 'vitest'

import { UnavailableError } from '../../../errors/unavailable-error.ts'
import { createArgon2PasswordHasher } from './argon2-password-hasher.ts'

it('hashes with argon2id, 19 MiB, 2 passes, 1 lane', async () => {
  const hash = await createArgon2PasswordHasher().hash('correct horse')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

it('knows its own hashes, and nobody without one', async () => {
  const hasher = createArgon2PasswordHasher()
  const hash = await hasher.hash('correct horse')
  expect(await hasher.verify(hash, 'correct horse')).toBe(true)
  expect(await hasher.verify(hash, 'wrong')).toBe(false)
  expect(await hasher.verify(undefined, 'correct horse')).toBe(false)
})

it('works on 2 and lets 32 wait, then refuses', async () => {
  const hasher = createArgon2PasswordHasher()
  const settled = await Promise.allSettled(Array.from({ length: 40 }, () => hasher.verify(undefined, 'guess')))
  const refusals = settled.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []))
  expect(refusals).toHaveLength(6)
  expect(refusals.every((error) => UnavailableError.isInstance(error) && error.code === 'password_queue_full')).toBe(
    true,
  )
  expect(await hasher.verify(undefined, 'after the rush')).toBe(false)
})
