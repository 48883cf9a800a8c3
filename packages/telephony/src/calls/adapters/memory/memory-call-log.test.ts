import { SequentialIdSource } from '@cloudgreet/core/testkit'

import { callLogContract } from '../../testkit/call-log-contract.ts'
import { createMemoryCallLog } from './memory-call-log.ts'

const ids = new SequentialIdSource()

callLogContract({
  name: 'memory',
  makeSubject: () => {
    const log = createMemoryCallLog({ ids })
    return {
      log,
      makeBusiness: async () => ids.next<'Business'>(),
      apply: async (business, facts) => log.apply(business, facts),
      supersede: async (callId) => log.supersede(callId),
    }
  },
})
