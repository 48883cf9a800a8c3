import { type Selectable, sql } from 'kysely'

import type { CallerMessage } from '../../../contract/conversations.ts'
import type { Transaction, Transactions } from '../../../kernel/ports/transactions.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { executorOf } from '../../../postgres/postgres-transactions.ts'
import { toCallerMessage, toMessageTaken, type CallerMessageTools } from '../../domain/message-taken.ts'
import type { CallerMessages } from '../../ports/caller-messages.ts'

/** Messages in PostgreSQL or PGlite. */
export function createPostgresCallerMessages({
  transactions,
  ...tools
}: CallerMessageTools & { readonly transactions: Transactions }): CallerMessages {
  return {
    take: (business, wish, transaction) => {
      const keep = async (own: Transaction) => {
        const message = toCallerMessage(wish, tools)
        await executorOf<CoreTables>(own)
          .insertInto('caller_messages')
          .values({
            id: message.id,
            business_id: business,
            provider_call_id: wish.providerCallId,
            caller_name: message.callerName,
            callback_number: message.callbackNumber,
            message: message.message,
            urgent: message.urgent,
            created_at: new Date(message.createdAt),
          })
          .execute()
        await tools.outbox.append(toMessageTaken(business, message, tools), own)
        return message
      }
      return transaction === undefined ? transactions.asTenant(business, keep) : keep(transaction)
    },
    list: (business, { limit, after }) =>
      transactions.asTenant(business, async (transaction) => {
        const rows = await executorOf<CoreTables>(transaction)
          .selectFrom('caller_messages')
          .selectAll()
          .where('business_id', '=', business)
          .$if(after !== undefined, (query) =>
            query.where(sql<boolean>`(created_at, id) < (${after?.at}::timestamptz, ${after?.id}::uuid)`),
          )
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute()
        return rows.map(fromRow)
      }),
  }
}

function fromRow(row: Selectable<CoreTables['caller_messages']>): CallerMessage {
  return {
    id: row.id,
    callerName: row.caller_name,
    callbackNumber: row.callback_number,
    message: row.message,
    urgent: row.urgent,
    createdAt: row.created_at.toISOString(),
  }
}
