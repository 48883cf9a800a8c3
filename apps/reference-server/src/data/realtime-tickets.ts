import { createHash, randomBytes } from 'node:crypto'

import type { BusinessId, Clock, Transactions, UserId } from '@cloudgreet/core'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'

/** How long a ticket opens a socket, in milliseconds. */
const lifetimeMs = 60_000

/** Who a ticket speaks for. */
export interface TicketHolder {
  readonly userId: UserId
  readonly businessId: BusinessId
  /** Names the session, so that sockets can be counted by it. */
  readonly tokenId: string
}

/** One-use tickets that stand in a socket's URL, where a token must not. */
export interface RealtimeTickets {
  issue(holder: TicketHolder): Promise<{ readonly ticket: string; readonly expiresAt: Date }>
  /** Uses the ticket up. Undefined when it is unknown, used or too old. */
  redeem(ticket: string): Promise<TicketHolder | undefined>
}

/** Only digests are stored: who reads the table opens no socket. */
export function createRealtimeTickets(transactions: Transactions, clock: Clock): RealtimeTickets {
  return {
    async issue({ userId, businessId, tokenId }) {
      const ticket = randomBytes(32).toString('base64url')
      const expiresAt = new Date(clock.now().getTime() + lifetimeMs)
      await transactions.asOwner('issue_ticket', async (transaction) => {
        const tables = executorOf<CoreTables>(transaction)
        await tables.deleteFrom('realtime_tickets').where('expires_at', '<', clock.now()).execute()
        await tables
          .insertInto('realtime_tickets')
          .values({
            ticket_digest: toDigest(ticket),
            user_id: userId,
            business_id: businessId,
            token_id: tokenId,
            expires_at: expiresAt,
          })
          .execute()
      })
      return { ticket, expiresAt }
    },

    redeem: (ticket) =>
      transactions.asOwner('redeem_ticket', async (transaction) => {
        const row = await executorOf<CoreTables>(transaction)
          .deleteFrom('realtime_tickets')
          .where('ticket_digest', '=', toDigest(ticket))
          .returning(['user_id', 'business_id', 'token_id', 'expires_at'])
          .executeTakeFirst()
        if (row === undefined || row.expires_at <= clock.now()) return undefined
        return { userId: row.user_id, businessId: row.business_id, tokenId: row.token_id }
      }),
  }
}

function toDigest(ticket: string): Buffer {
  return createHash('sha256').update(ticket).digest()
}
