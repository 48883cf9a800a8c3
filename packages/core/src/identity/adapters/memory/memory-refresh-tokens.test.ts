import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import { refreshTokensContract } from '../../testkit/refresh-tokens-contract.ts'
import { MemoryRefreshTokens } from './memory-refresh-tokens.ts'

refreshTokensContract({
  name: 'memory',
  makeSubject: async (clock) => ({
    tokens: new MemoryRefreshTokens({ clock, ids: uuidSource }),
    makeUser: async () => uuidSource.next<'User'>(),
  }),
})
