import { createMemoryTransactions } from '../../../kernel/adapters/memory/memory-transactions.ts'
import { SequentialIdSource } from '../../../kernel/testkit/sequential-id-source.ts'
import { createMemoryEventOutbox } from '../../../realtime/adapters/memory/memory-event-outbox.ts'
import { registrationStoreContract } from '../../testkit/registration-store-contract.ts'
import { createMemoryRegistrationStore } from './memory-registration-store.ts'

registrationStoreContract({
  name: 'memory',
  makeSubject: () => {
    const outbox = createMemoryEventOutbox()
    return {
      store: createMemoryRegistrationStore({ transactions: createMemoryTransactions(), outbox }),
      ids: new SequentialIdSource(),
      addAuthUser: async () => {},
      eventTypes: async ({ businessId }) => {
        const page = await outbox.read(businessId, 0, 10)
        return page.outcome === 'page' ? page.events.map(({ type }) => type) : []
      },
    }
  },
})
