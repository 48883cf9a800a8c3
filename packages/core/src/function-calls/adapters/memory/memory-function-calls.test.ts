import { createMemoryTransactions } from '../../../kernel/adapters/memory/memory-transactions.ts'
import { SequentialIdSource } from '../../../kernel/testkit/sequential-id-source.ts'
import { functionCallsContract } from '../../testkit/function-calls-contract.ts'
import { createMemoryFunctionCalls } from './memory-function-calls.ts'

const ids = new SequentialIdSource()

functionCallsContract({
  name: 'memory',
  makeSubject: () => ({
    calls: createMemoryFunctionCalls({ transactions: createMemoryTransactions() }),
    makeBusiness: async () => ids.next<'Business'>(),
  }),
})
