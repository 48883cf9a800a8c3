import type { ConsentRecorder, Transactions } from '@cloudgreet/core'

import type { LedgerTools } from '../../ledger/prepare-ledger-entry.ts'
import { appendLedgerEntry } from './append-ledger-entry.ts'

export type PostgresConsentRecorderOptions = LedgerTools & { readonly transactions: Transactions }

/** {@link ConsentRecorder} over the ledger's tables. */
export function createPostgresConsentRecorder({
  transactions,
  ...tools
}: PostgresConsentRecorderOptions): ConsentRecorder {
  return {
    record: ({ type: eventType, ...record }, transaction) => {
      const event = { ...record, eventType }
      return transaction === undefined
        ? transactions.asTenant(record.businessId, (own) => appendLedgerEntry(own, event, tools))
        : appendLedgerEntry(transaction, event, tools)
    },
  }
}
