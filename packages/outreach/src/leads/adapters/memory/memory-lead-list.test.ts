import { uuidSource } from '@cloudgreet/core'

import { leadListContract } from '../../testkit/lead-list-contract.ts'
import { createMemoryLeadList } from './memory-lead-list.ts'

leadListContract({
  name: 'memory',
  makeSubject: () => {
    const leads = createMemoryLeadList()
    return {
      leads,
      makeBusiness: async () => uuidSource.next<'Business'>(),
      add: async (business, lead) => leads.add(business, lead),
    }
  },
})
