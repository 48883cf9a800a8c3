import type { CallerMessage } from '../../../contract/conversations.ts'
import { onRollback } from '../../../kernel/adapters/memory/memory-transactions.ts'
import type { BusinessId } from '../../../kernel/domain/ids.ts'
import type { Transaction, Transactions } from '../../../kernel/ports/transactions.ts'
import { toCallerMessage, toMessageTaken, type CallerMessageTools } from '../../domain/message-taken.ts'
import type { CallerMessagePosition, CallerMessages } from '../../ports/caller-messages.ts'

/** Messages of one process, in transactions of `createMemoryTransactions`. */
export function createMemoryCallerMessages({
  transactions,
  ...tools
}: CallerMessageTools & { readonly transactions: Transactions }): CallerMessages {
  let kept: readonly (CallerMessage & { readonly business: BusinessId })[] = []
  return {
    take: (business, wish, transaction) => {
      const keep = async (own: Transaction) => {
        const message = toCallerMessage(wish, tools)
        const before = kept
        onRollback(own, () => (kept = before))
        kept = [{ ...message, business }, ...kept]
        await tools.outbox.append(toMessageTaken(business, message, tools), own)
        return message
      }
      return transaction === undefined ? transactions.asTenant(business, keep) : keep(transaction)
    },
    list: async (business, { limit, after }) =>
      kept
        .filter((message) => message.business === business && isAfter(message, after))
        .toSorted(newestFirst)
        .slice(0, limit)
        .map(({ business: _business, ...message }) => message),
  }
}

function newestFirst(one: CallerMessage, other: CallerMessage): number {
  return `${other.createdAt} ${other.id}`.localeCompare(`${one.createdAt} ${one.id}`)
}

function isAfter({ createdAt, id }: CallerMessage, after: CallerMessagePosition | undefined): boolean {
  return after === undefined || `${createdAt} ${id}` < `${after.at.toISOString()} ${after.id}`
}
