import { randomBytes } from 'node:crypto'

import { betterAuth } from 'better-auth'

import type { IdSource } from '../../../kernel/ports/id-source.ts'
import type { Database } from '../../../postgres/open-database.ts'

const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' }

/** better-auth over the tables of schema `auth`, through the one pool. It serves no routes: only its store is used. */
export function createAuthInstance({ database, ids }: { readonly database: Database; readonly ids: IdSource }) {
  return betterAuth({
    database: { db: database.tables(), type: 'postgres', schemaName: 'auth' },
    // It signs nothing that leaves this process: sessions are access and refresh tokens of our own.
    secret: randomBytes(32).toString('base64url'),
    baseURL: 'http://localhost',
    logger: { disabled: true },
    telemetry: { enabled: false },
    advanced: { database: { generateId: () => ids.next() } },
    user: { modelName: 'users', fields: { emailVerified: 'email_verified', ...timestamps } },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...timestamps,
      },
    },
    account: {
      modelName: 'accounts',
      fields: {
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'user_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...timestamps,
      },
    },
    verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...timestamps } },
  })
}
