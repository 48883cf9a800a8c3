import { createMemoryTransactions } from '../../../kernel/adapters/memory/memory-transactions.ts'
import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import { eventOutboxContract } from '../../testkit/event-outbox-contract.ts'
import { wakeUpBusContract } from '../../testkit/wake-up-bus-contract.ts'
import { createLocalWakeUpBus } from '../../domain/local-wake-up-bus.ts'
import { createMemoryEventOutbox } from './memory-event-outbox.ts'

eventOutboxContract({
  name: 'memory',
  makeSubject: () => {
    const outbox = createMemoryEventOutbox()
    return {
      outbox,
      transactions: createMemoryTransactions(),
      makeBusiness: async () => uuidSource.next<'Business'>(),
      forget: async (business, seq) => outbox.forget(business, seq),
    }
  },
})

wakeUpBusContract({ name: 'in process', makeSubject: async () => createLocalWakeUpBus(), reach: 'one_process' })
