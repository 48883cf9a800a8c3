import { uuidSource } from '@cloudgreet/core'
import { FakeClock, SequentialIdSource } from '@cloudgreet/core/testkit'

import { createConsentReader } from '../../gate/create-consent-reader.ts'
import { createContactGate } from '../../gate/create-contact-gate.ts'
import { consentReaderContract } from '../../testkit/consent-reader-contract.ts'
import { consentRecorderContract } from '../../testkit/consent-recorder-contract.ts'
import { contactGateContract } from '../../testkit/contact-gate-contract.ts'
import { createMemoryConsentLedger } from './memory-consent-ledger.ts'

function makeLedger() {
  const clock = new FakeClock()
  return { clock, ledger: createMemoryConsentLedger({ ids: new SequentialIdSource(), clock }) }
}

consentRecorderContract({
  name: 'memory',
  makeSubject: async () => {
    const { ledger } = makeLedger()
    return {
      recorder: ledger,
      businessIds: [uuidSource.next<'Business'>(), uuidSource.next<'Business'>()],
      recordsOf: async (businessId) => ledger.recordsOf(businessId),
    }
  },
})

contactGateContract({
  name: 'memory',
  makeSubject: async () => {
    const { ledger, clock } = makeLedger()
    return {
      gate: createContactGate({ store: ledger, clock }),
      recorder: ledger,
      clock,
      businessId: uuidSource.next<'Business'>(),
    }
  },
})

consentReaderContract({
  name: 'memory',
  makeSubject: async () => {
    const { ledger, clock } = makeLedger()
    return {
      reader: createConsentReader({ store: ledger, clock }),
      recorder: ledger,
      clock,
      businessIds: [uuidSource.next<'Business'>(), uuidSource.next<'Business'>()],
    }
  },
})
