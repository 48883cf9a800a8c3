import { hash } from 'node:crypto'

import {
  type Clock,
  type ConsentRecorder,
  createAppointmentBook,
  type EventOutbox,
  type IdSource,
  type Logger,
  type Timer,
  type Transactions,
} from '@cloudgreet/core'
import {
  createPostgresAppointmentStore,
  createPostgresCallerMessages,
  createPostgresFunctionCalls,
} from '@cloudgreet/core/postgres'
import { createFunctionDispatcher, createInboundCallAnswer } from '@cloudgreet/telephony'

import { createCalledBusinesses } from '../data/called-businesses.ts'

export interface AgentFunctionParts {
  readonly transactions: Transactions
  readonly outbox: EventOutbox
  readonly consents: ConsentRecorder
  readonly clock: Clock
  readonly ids: IdSource
  readonly timer: Timer
  readonly logger: Logger
}

/** What a voice agent can do for callers, and the appointments and messages that come of it. */
export function composeAgentFunctions(parts: AgentFunctionParts) {
  const book = createAppointmentBook({ ...parts, store: createPostgresAppointmentStore(parts) })
  const callerMessages = createPostgresCallerMessages(parts)
  const businesses = createCalledBusinesses(parts.transactions)
  const functions = createFunctionDispatcher({
    ...parts,
    book,
    businesses,
    messages: callerMessages,
    functionCalls: createPostgresFunctionCalls(parts),
    digest: (text) => hash('sha256', text),
  })
  return { book, callerMessages, functions, answerInboundCall: createInboundCallAnswer({ ...parts, book, businesses }) }
}
