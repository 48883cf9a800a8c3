import { onRollback } from '../../../kernel/adapters/memory/memory-transactions.ts'
import type { BusinessId } from '../../../kernel/domain/ids.ts'
import type { BusinessEvent } from '../../domain/business-event.ts'
import { toEventPage } from '../../domain/event-page.ts'
import type { EventOutbox } from '../../ports/event-outbox.ts'

/** The streams in memory, in transactions of `createMemoryTransactions`. */
export interface MemoryEventOutbox extends EventOutbox {
  /** Forgets the events up to `seq`, as retention does. */
  forget(business: BusinessId, seq: number): void
}

export function createMemoryEventOutbox(): MemoryEventOutbox {
  const streams = new Map<BusinessId, { lastSeq: number; events: BusinessEvent[] }>()
  const streamOf = (business: BusinessId) => {
    const stream = streams.get(business) ?? { lastSeq: 0, events: [] }
    streams.set(business, stream)
    return stream
  }
  return {
    append: async ({ workflow: _workflow, ...event }, transaction) => {
      const stream = streamOf(event.businessId)
      onRollback(transaction, () => {
        stream.lastSeq -= 1
        stream.events.pop()
      })
      stream.lastSeq += 1
      stream.events.push({ ...event, seq: stream.lastSeq })
      return stream.lastSeq
    },
    read: async (business, afterSeq, limit) => {
      const { events, lastSeq } = streamOf(business)
      return toEventPage(events.filter(({ seq }) => seq > afterSeq).slice(0, limit), { afterSeq, lastSeq })
    },
    lastSeq: async (business) => streamOf(business).lastSeq,
    forget: (business, upTo) => {
      const stream = streamOf(business)
      stream.events = stream.events.filter(({ seq }) => seq > upTo)
    },
  }
}
