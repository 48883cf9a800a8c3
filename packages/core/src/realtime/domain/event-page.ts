import type { EventPage } from '../ports/event-outbox.ts'
import type { BusinessEvent } from './business-event.ts'

/**
 * A page of what is kept, or `too_old` when the reader would miss events: some after `afterSeq` are no longer kept,
 * or the stream is behind the reader (it was restored from an older copy).
 *
 * @param events - those kept after `afterSeq`, oldest first; read after `lastSeq` was
 */
export function toEventPage(
  events: readonly BusinessEvent[],
  { afterSeq, lastSeq }: { readonly afterSeq: number; readonly lastSeq: number },
): EventPage {
  const newest = events.at(-1)?.seq ?? afterSeq
  const hasGap = newest - afterSeq !== events.length
  const isEmptyEarly = events.length === 0 && afterSeq !== lastSeq
  if (hasGap || isEmptyEarly) return { outcome: 'too_old', lastSeq: Math.max(lastSeq, events.at(-1)?.seq ?? 0) }
  return { outcome: 'page', events, lastSeq: Math.max(lastSeq, newest) }
}
