import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import { deadLettersContract } from '../../testkit/dead-letters-contract.ts'
import { createMemoryDeadLetters } from './memory-dead-letters.ts'

deadLettersContract({
  name: 'memory',
  makeSubject: async (makeLetters) => {
    const businesses = [uuidSource.next<'Business'>(), uuidSource.next<'Business'>()] as const
    return { deadLetters: createMemoryDeadLetters(makeLetters(businesses)), businesses }
  },
})
