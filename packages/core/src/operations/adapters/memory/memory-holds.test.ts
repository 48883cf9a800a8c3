import { SequentialIdSource } from '../../../kernel/testkit/sequential-id-source.ts'
import { holdsContract } from '../../testkit/holds-contract.ts'
import { createMemoryHolds } from './memory-holds.ts'

holdsContract({
  name: 'memory',
  makeSubject: async (clock) => createMemoryHolds({ clock, ids: new SequentialIdSource() }),
})
