import type { BusinessId } from '../../../kernel/domain/ids.ts'
import { createMemoryTransactions } from '../../../kernel/adapters/memory/memory-transactions.ts'
import { FakeClock } from '../../../kernel/testkit/fake-clock.ts'
import { SequentialIdSource } from '../../../kernel/testkit/sequential-id-source.ts'
import { createMemoryEventOutbox } from '../../../realtime/adapters/memory/memory-event-outbox.ts'
import { createAppointmentBook } from '../../create-appointment-book.ts'
import type { BookingTerms } from '../../domain/booking-terms.ts'
import { appointmentBookContract } from '../../testkit/appointment-book-contract.ts'
import { createMemoryAppointmentStore } from './memory-appointment-store.ts'

appointmentBookContract({
  name: 'memory',
  makeSubject: () => {
    const ids = new SequentialIdSource()
    const clock = new FakeClock()
    const outbox = createMemoryEventOutbox()
    const transactions = createMemoryTransactions()
    const termsOf = new Map<BusinessId, BookingTerms>()
    const store = createMemoryAppointmentStore({ transactions, termsOf: (business) => termsOf.get(business) })
    return {
      book: createAppointmentBook({ store, outbox, clock, ids }),
      transactions,
      outbox,
      clock,
      makeBusiness: async (terms) => {
        const id = ids.next<'Business'>()
        termsOf.set(id, terms)
        return id
      },
    }
  },
})
