import { uuidSource } from '@cloudgreet/core'

import { numberAllocatorContract } from '../../testkit/number-allocator-contract.ts'
import { createMemoryNumberStock } from './memory-number-stock.ts'

numberAllocatorContract({
  name: 'memory',
  makeSubject: async (clock) => {
    const stock = createMemoryNumberStock({ clock })
    return { allocator: stock, inventory: stock, makeBusiness: async () => uuidSource.next<'Business'>() }
  },
})
