import { callHistoryContract, SequentialIdSource } from '@cloudgreet/core/testkit'

import { toPastCallFacts } from '../../testkit/past-call-facts.ts'
import { createMemoryCallLog } from './memory-call-log.ts'

const ids = new SequentialIdSource()

callHistoryContract({
  name: 'memory',
  makeSubject: () => {
    const log = createMemoryCallLog({ ids })
    return {
      history: log,
      makeBusiness: async () => ids.next<'Business'>(),
      add: async (business, call) => log.apply(business, toPastCallFacts(call)),
    }
  },
})
