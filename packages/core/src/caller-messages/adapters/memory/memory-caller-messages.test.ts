import { createMemoryTransactions } from '../../../kernel/adapters/memory/memory-transactions.ts'
import { FakeClock } from '../../../kernel/testkit/fake-clock.ts'
import { SequentialIdSource } from '../../../kernel/testkit/sequential-id-source.ts'
import { createMemoryEventOutbox } from '../../../realtime/adapters/memory/memory-event-outbox.ts'
import { callerMessagesContract } from '../../testkit/caller-messages-contract.ts'
import { createMemoryCallerMessages } from './memory-caller-messages.ts'

const ids = new SequentialIdSource()

callerMessagesContract({
  name: 'memory',
  makeSubject: () => {
    const parts = {
      transactions: createMemoryTransactions(),
      outbox: createMemoryEventOutbox(),
      clock: new FakeClock(),
    }
    const messages = createMemoryCallerMessages({ ...parts, ids })
    return { ...parts, messages, makeBusiness: async () => ids.next<'Business'>() }
  },
})
