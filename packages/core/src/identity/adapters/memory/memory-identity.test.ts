import { expect, it } from 'vitest'

import { identityContract } from '../../testkit/identity-contract.ts'
import { createMemoryIdentity } from './memory-identity.ts'

identityContract({ name: 'memory', makeSubject: async (hasher) => createMemoryIdentity({ hasher }) })

it('hashes by itself when given no hasher', async () => {
  expect(await createMemoryIdentity().hashPassword('correct horse')).toMatch(/^[0-9a-f]{64}$/)
})
