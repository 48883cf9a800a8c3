import type { EventOutbox, Transactions } from '@cloudgreet/core'
import { createPostgresDeadLetters, createPostgresHolds } from '@cloudgreet/core/postgres'
import { createPostgresNumberInventory } from '@cloudgreet/inventory/postgres'
import { createPostgresLeadList } from '@cloudgreet/outreach/postgres'
import {
  createPostgresCallLog,
  createPostgresMessageLog,
  createPostgresNumberRoutes,
} from '@cloudgreet/telephony/postgres'

import { type CompositionOptions, machine } from './composition-options.ts'

interface StoreParts {
  readonly transactions: Transactions
  readonly outbox: EventOutbox
}

/** What routes and workflows read and write beside the inbox. */
export function composeStores({ database }: CompositionOptions, { transactions, outbox }: StoreParts) {
  const shared = { ...machine, database, transactions }
  return {
    calls: createPostgresCallLog(shared),
    messages: createPostgresMessageLog({ ...shared, outbox }),
    inventory: createPostgresNumberInventory(shared),
    holds: createPostgresHolds(shared),
    deadLetters: createPostgresDeadLetters(shared),
    leads: createPostgresLeadList(shared),
    routes: createPostgresNumberRoutes(shared),
  }
}
