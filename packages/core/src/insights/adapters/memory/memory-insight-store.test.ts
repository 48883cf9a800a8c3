import { SequentialIdSource } from '../../../kernel/testkit/sequential-id-source.ts'
import { insightStoreContract } from '../../testkit/insight-store-contract.ts'
import { createMemoryInsightStore } from './memory-insight-store.ts'

const ids = new SequentialIdSource()

insightStoreContract({
  name: 'memory',
  makeSubject: () => ({ store: createMemoryInsightStore(), makeBusiness: async () => ids.next<'Business'>() }),
})
