import { describe, expect, it } from 'vitest'

import { uuidSource } from '../kernel/adapters/system/uuid-source.ts'
import type { InboxStatus } from '../inbound/domain/stored-event.ts'
import type { CoreTables } from './core-tables.ts'
import { coreMigrations } from './migrations/index.ts'
import { pruneInbox, pruneOutbox, pruneRefreshTokens } from './retention.ts'
import { forEachDatabase } from './testkit/for-each-database.ts'

const olderThan = new Date('2026-01-15T00:00:00Z')
const [before, after] = [new Date('2026-01-14T23:59:59Z'), new Date('2026-01-15T00:00:01Z')]

forEachDatabase([coreMigrations], (database) => {
  const tables = () => database().tables<CoreTables>()

  describe('pruneInbox', () => {
    it('deletes what is older, save what still waits for a retry', async () => {
      const keep = async (status: InboxStatus, receivedAt: Date): Promise<void> => {
        const [id, key] = [uuidSource.next<'Event'>(), `${status} ${receivedAt.toISOString()}`]
        const row = {
          id,
          provider: 'toy',
          account: 'main',
          event_key: key,
          status,
          body: Buffer.alloc(0),
          body_digest: '',
        }
        await tables()
          .insertInto('webhook_inbox')
          .values({ ...row, received_at: receivedAt } as never)
          .execute()
      }
      await keep('processed', before)
      await keep('dead', before)
      await keep('failed', before)
      await keep('processed', after)
      expect(await pruneInbox(database(), olderThan)).toBe(2)
      expect(await pruneInbox(database(), olderThan)).toBe(0)
      expect(await tables().selectFrom('webhook_inbox').select('status').orderBy('status').execute()).toEqual([
        { status: 'failed' },
        { status: 'processed' },
      ])
    })
  })

  describe('pruneRefreshTokens', () => {
    it('keeps what says that a family is revoked while one of its tokens could be exchanged', async () => {
      const user = uuidSource.next<'User'>()
      await database().pool.query(`INSERT INTO auth.users (id, email, name) VALUES ($1, 'ana@example.com', 'Ana')`, [
        user,
      ])
      const keep = async (family: string, expiresAt: Date, revokedAt: Date | null): Promise<void> => {
        const [id, digest] = [uuidSource.next(), Buffer.from(uuidSource.next())]
        const times = { issued_at: before, expires_at: expiresAt, used_at: null, revoked_at: revokedAt }
        await tables()
          .insertInto('refresh_tokens')
          .values({ id, family_id: family, user_id: user, token_digest: digest, ...times })
          .execute()
      }
      const [ended, revoked] = [uuidSource.next(), uuidSource.next()]
      await keep(ended, before, before)
      await keep(revoked, before, before)
      await keep(revoked, after, null)
      expect(await pruneRefreshTokens(database(), olderThan)).toBe(1)
      const kept = await tables().selectFrom('refresh_tokens').select('family_id').execute()
      expect(kept).toEqual([{ family_id: revoked }, { family_id: revoked }])
    })
  })

  describe('pruneOutbox', () => {
    it('deletes what is older, save what still waits for its follow-up work', async () => {
      const business = uuidSource.next<'Business'>()
      await tables().insertInto('businesses').values({ id: business, business_name: 'Toy Works' }).execute()
      const rows = [
        { created_at: before, workflow: null, relayed_at: null },
        { created_at: before, workflow: 'follow', relayed_at: before },
        { created_at: before, workflow: 'follow', relayed_at: null },
        { created_at: after, workflow: null, relayed_at: null },
      ]
      for (const [index, row] of rows.entries())
        await tables()
          .insertInto('outbox')
          .values({
            ...row,
            business_id: business,
            seq: index + 1,
            id: uuidSource.next(),
            type: 'call_ended',
            occurred_at: before,
            data: '{}',
          })
          .execute()
      expect(await pruneOutbox(database(), olderThan)).toBe(2)
      expect(await tables().selectFrom('outbox').select('seq').orderBy('seq').execute()).toEqual([
        { seq: '3' },
        { seq: '4' },
      ])
    })
  })
})
