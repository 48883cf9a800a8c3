import { SequentialIdSource } from '@cloudgreet/core/testkit'

import { callHistoryContract } from '../../testkit/call-history-contract.ts'
import { createMemoryCallHistory } from './memory-call-history.ts'

const ids = new SequentialIdSource()

callHistoryContract({
  name: 'memory',
  makeSubject: () => {
    const history = createMemoryCallHistory({ ids })
    return {
      history,
      makeBusiness: async () => ids.next<'Business'>(),
      apply: async (business, facts) => history.apply(business, facts),
    }
  },
})
