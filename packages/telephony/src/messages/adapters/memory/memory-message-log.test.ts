import { createMemoryEventOutbox, createMemoryTransactions } from '@cloudgreet/core/memory'
import { SequentialIdSource } from '@cloudgreet/core/testkit'

import { messageLogContract } from '../../testkit/message-log-contract.ts'
import { createMemoryMessageLog } from './memory-message-log.ts'

const ids = new SequentialIdSource()

messageLogContract({
  name: 'memory',
  makeSubject: () => {
    const outbox = createMemoryEventOutbox()
    const log = createMemoryMessageLog({ transactions: createMemoryTransactions(), outbox, ids })
    return {
      log,
      outbox,
      makeBusiness: async () => ids.next<'Business'>(),
      apply: async (business, facts, change) => log.apply(business, facts, change),
    }
  },
})
