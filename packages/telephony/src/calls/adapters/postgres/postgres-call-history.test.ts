import { coreMigrations, postgresTransactions } from '@cloudgreet/core/postgres'
import { callHistoryContract, forEachDatabase } from '@cloudgreet/core/testkit'

import { telephonyMigrations } from '../../../postgres/migrations/index.ts'
import { applyTransition, makeBusiness } from '../../../postgres/testkit/apply-transition.ts'
import { toCallParameters } from '../../domain/to-call-parameters.ts'
import { toPastCallFacts } from '../../testkit/past-call-facts.ts'
import { callTransitionFragment } from './call-transition-fragment.ts'
import { createPostgresCallHistory } from './postgres-call-history.ts'

forEachDatabase([coreMigrations, telephonyMigrations], (database, kind) => {
  callHistoryContract({
    name: kind,
    makeSubject: () => ({
      history: createPostgresCallHistory({ transactions: postgresTransactions(database()) }),
      makeBusiness: () => makeBusiness(database()),
      add: async (businessId, call) => {
        const facts = toPastCallFacts(call)
        const values = toCallParameters(facts)
        await applyTransition(database(), callTransitionFragment, { businessId, receivedAt: facts.firstSeenAt, values })
      },
    }),
  })
})
