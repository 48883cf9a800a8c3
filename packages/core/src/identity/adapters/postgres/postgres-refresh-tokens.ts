import { createHash } from 'node:crypto'

import { type Kysely, sql } from 'kysely'

import type { UserId } from '../../../kernel/domain/ids.ts'
import type { Clock } from '../../../kernel/ports/clock.ts'
import type { IdSource } from '../../../kernel/ports/id-source.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import type { Database } from '../../../postgres/open-database.ts'
import type { RefreshTokens, Rotation } from '../../ports/refresh-tokens.ts'

export interface PostgresRefreshTokensOptions {
  readonly database: Database
  readonly clock: Clock
  readonly ids: IdSource
  /** Cryptographically strong bytes: `randomBytes` of node:crypto. */
  readonly randomBytes: (count: number) => Uint8Array
  /** How long each token waits for its exchange, in seconds. Default: 30 days. */
  readonly lifetimeSeconds?: number
}

interface StoredToken {
  readonly digest: Buffer
  readonly now: Date
  readonly expiresAt: Date
}

const tokenBytes = 32
const thirtyDaysSeconds = 2_592_000

/** Refresh tokens in `refresh_tokens`. A family is dead as soon as one of its tokens is revoked. */
export function createPostgresRefreshTokens(options: PostgresRefreshTokensOptions): RefreshTokens {
  const { database, clock, ids, randomBytes, lifetimeSeconds = thirtyDaysSeconds } = options
  const tables = database.tables<CoreTables>()

  function makeToken(): StoredToken & { readonly token: string } {
    const token = Buffer.from(randomBytes(tokenBytes)).toString('base64url')
    const now = clock.now()
    return { token, digest: digestOf(token), now, expiresAt: new Date(now.getTime() + lifetimeSeconds * 1_000) }
  }

  return {
    async issue(user) {
      const { token, digest, now, expiresAt } = makeToken()
      const times = { issued_at: now, expires_at: expiresAt, used_at: null, revoked_at: null }
      await tables
        .insertInto('refresh_tokens')
        .values({ id: ids.next(), family_id: ids.next(), user_id: user, token_digest: digest, ...times })
        .execute()
      return { token, expiresAt }
    },

    async rotate(token) {
      const next = makeToken()
      const userId = await exchange(tables, { presented: digestOf(token), next: { ...next, id: ids.next() } })
      if (userId === undefined) return refuse(tables, token, next.now)
      return { ok: true, userId, token: next.token, expiresAt: next.expiresAt }
    },

    revokeFamily: (token) => revokeFamily(tables, token, clock.now()),

    async revokeUser(user) {
      await tables
        .updateTable('refresh_tokens')
        .set({ revoked_at: clock.now() })
        .where('user_id', '=', user)
        .where('revoked_at', 'is', null)
        .execute()
    },
  }
}

/** Uses up the presented token and stores the next one, in one statement. @returns undefined when it is not good */
async function exchange(
  tables: Kysely<CoreTables>,
  { presented, next }: { readonly presented: Buffer; readonly next: StoredToken & { readonly id: string } },
): Promise<UserId | undefined> {
  const { id, digest, now, expiresAt } = next
  const { rows } = await sql<{ user_id: UserId }>`
    WITH used AS (
      UPDATE refresh_tokens AS presented SET used_at = ${now}
      WHERE token_digest = ${presented} AND used_at IS NULL AND expires_at > ${now} AND NOT EXISTS (
        SELECT FROM refresh_tokens AS relative
        WHERE relative.family_id = presented.family_id AND relative.revoked_at IS NOT NULL
      )
      RETURNING family_id, user_id
    )
    INSERT INTO refresh_tokens (id, family_id, user_id, token_digest, issued_at, expires_at)
    SELECT ${id}::uuid, family_id, user_id, ${digest}::bytea, ${now}::timestamptz, ${expiresAt}::timestamptz FROM used
    RETURNING user_id`.execute(tables)
  return rows[0]?.user_id
}

/** Says why the token was not exchanged; a second exchange ends the family. */
async function refuse(tables: Kysely<CoreTables>, token: string, now: Date): Promise<Rotation> {
  const row = await tables
    .selectFrom('refresh_tokens')
    .select(['used_at', 'expires_at'])
    .where('token_digest', '=', digestOf(token))
    .executeTakeFirst()
  if (row === undefined) return { ok: false, code: 'refresh_token_invalid' }
  if (row.used_at !== null) {
    await revokeFamily(tables, token, now)
    return { ok: false, code: 'refresh_token_reused' }
  }
  return { ok: false, code: row.expires_at <= now ? 'refresh_token_expired' : 'refresh_token_invalid' }
}

async function revokeFamily(tables: Kysely<CoreTables>, token: string, now: Date): Promise<void> {
  await tables
    .updateTable('refresh_tokens')
    .set({ revoked_at: now })
    .where('revoked_at', 'is', null)
    .where('family_id', 'in', (families) =>
      families.selectFrom('refresh_tokens').select('family_id').where('token_digest', '=', digestOf(token)),
    )
    .execute()
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
