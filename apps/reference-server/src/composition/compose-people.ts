import { randomBytes } from 'node:crypto'

import type { Identity, Transactions } from '@cloudgreet/core'
import { createBetterAuthIdentity } from '@cloudgreet/core/better-auth'
import { createAccessTokens } from '@cloudgreet/core/jose'
import { createPostgresRefreshTokens } from '@cloudgreet/core/postgres'

import type { LiveSecrets } from '../config/live-secrets.ts'
import { createAccounts } from '../data/accounts.ts'
import { createIdempotencyKeys } from '../data/idempotency-keys.ts'
import { createRealtimeTickets } from '../data/realtime-tickets.ts'
import { type CompositionOptions, machine } from './composition-options.ts'

interface PeopleParts {
  readonly transactions: Transactions
  readonly liveSecrets: LiveSecrets
}

/** Who people are, and what they prove it with. */
export function composePeople({ settings, database }: CompositionOptions, { transactions, liveSecrets }: PeopleParts) {
  const shared = { ...machine, database }
  const identity: Identity = createBetterAuthIdentity(shared)
  return {
    identity,
    accounts: createAccounts(transactions),
    tickets: createRealtimeTickets(transactions, machine.clock),
    idempotencyKeys: createIdempotencyKeys(transactions),
    refreshTokens: createPostgresRefreshTokens({ ...shared, randomBytes }),
    tokens: createAccessTokens({
      ...machine,
      secrets: () => liveSecrets.current.jwt,
      issuer: settings.JWT_ISSUER,
      audience: settings.JWT_AUDIENCE,
    }),
  }
}
