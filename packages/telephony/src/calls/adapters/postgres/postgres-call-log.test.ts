import { uuidSource } from '@cloudgreet/core'
import { coreMigrations, postgresTransactions } from '@cloudgreet/core/postgres'
import { forEachDatabase } from '@cloudgreet/core/testkit'

import { telephonyMigrations } from '../../../postgres/migrations/index.ts'
import { applyTransition, makeBusiness } from '../../../postgres/testkit/apply-transition.ts'
import { toCallParameters } from '../../domain/to-call-parameters.ts'
import { callLogContract } from '../../testkit/call-log-contract.ts'
import { callTransitionFragment } from './call-transition-fragment.ts'
import { createPostgresCallLog } from './postgres-call-log.ts'

forEachDatabase([coreMigrations, telephonyMigrations], (database, kind) => {
  callLogContract({
    name: kind,
    makeSubject: () => ({
      log: createPostgresCallLog({ transactions: postgresTransactions(database()) }),
      makeBusiness: () => makeBusiness(database()),
      apply: async (businessId, facts) => {
        const values = toCallParameters(facts)
        await applyTransition(database(), callTransitionFragment, { businessId, receivedAt: facts.firstSeenAt, values })
      },
      supersede: async (callId) => {
        await database().pool.query('UPDATE calls SET superseded_by = $2 WHERE id = $1', [callId, uuidSource.next()])
      },
    }),
  })
})
