import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import { agentRecordsContract, toAgentRecord } from '../../testkit/agent-records-contract.ts'
import { createMemoryAgentRecords } from './memory-agent-records.ts'

agentRecordsContract({
  name: 'memory',
  makeSubject: (clock) => {
    const records = createMemoryAgentRecords({ clock })
    return {
      records,
      openBusiness: (number) => {
        const businessId = uuidSource.next<'Business'>()
        records.records.set(businessId, toAgentRecord(businessId, number))
        return businessId
      },
      keptState: (business) => records.inspections.get(business)?.state,
    }
  },
})
