import { createConsentReader, createContactGate } from '@cloudgreet/compliance'
import { createPostgresConsentRecorder, createPostgresContactStore } from '@cloudgreet/compliance/postgres'
import type { ConsentRecorder, ContactGate, Transactions } from '@cloudgreet/core'

import { type CompositionOptions, machine } from './composition-options.ts'

/** Whom we may contact, and what people said about it. */
export function composeCompliance({ hasher }: CompositionOptions, transactions: Transactions) {
  const store = createPostgresContactStore({ ...machine, hasher, transactions })
  const gate: ContactGate = createContactGate({ ...machine, store })
  const consents: ConsentRecorder = createPostgresConsentRecorder({ ...machine, hasher, transactions })
  return { gate, consents, consentReader: createConsentReader({ ...machine, store }) }
}
