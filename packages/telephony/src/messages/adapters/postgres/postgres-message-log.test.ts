import { uuidSource } from '@cloudgreet/core'
import { coreMigrations, createPostgresEventOutbox, postgresTransactions } from '@cloudgreet/core/postgres'
import { forEachDatabase } from '@cloudgreet/core/testkit'

import { telephonyMigrations } from '../../../postgres/migrations/index.ts'
import { applyTransition, makeBusiness } from '../../../postgres/testkit/apply-transition.ts'
import { toMessageParameters } from '../../domain/to-message-parameters.ts'
import { messageLogContract } from '../../testkit/message-log-contract.ts'
import { messageReceivedFragment, messageStatusFragment } from './message-fragments.ts'
import { createPostgresMessageLog } from './postgres-message-log.ts'

forEachDatabase([coreMigrations, telephonyMigrations], (database, kind) => {
  messageLogContract({
    name: kind,
    makeSubject: () => {
      const outbox = createPostgresEventOutbox({ database: database() })
      const transactions = postgresTransactions(database())
      return {
        log: createPostgresMessageLog({ transactions, outbox, ids: uuidSource }),
        outbox,
        makeBusiness: () => makeBusiness(database()),
        apply: async (businessId, facts, { receivedAt, intent }) => {
          const fragment = facts.direction === 'inbound' ? messageReceivedFragment : messageStatusFragment
          await applyTransition(database(), fragment, {
            businessId,
            receivedAt,
            values: toMessageParameters(facts, intent),
          })
        },
      }
    },
  })
})
