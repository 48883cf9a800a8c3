import { expect, it } from 'vitest'

import { identityContract } from '../../testkit/identity-contract.ts'
import { MemoryIdentity } from './memory-identity.ts'

identityContract({ name: 'memory', makeSubject: async (hasher) => new MemoryIdentity({ hasher }) })

it('hashes by itself when given no hasher', async () => {
  expect(await new MemoryIdentity().hashPassword('correct horse')).toMatch(/^[0-9a-f]{64}$/)
})
