import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import { refreshTokensContract } from '../../testkit/refresh-tokens-contract.ts'
import { createMemoryRefreshTokens } from './memory-refresh-tokens.ts'

refreshTokensContract({
  name: 'memory',
  makeSubject: async (clock) => ({
    tokens: createMemoryRefreshTokens({ clock, ids: uuidSource }),
    makeUser: async () => uuidSource.next<'User'>(),
  }),
})
