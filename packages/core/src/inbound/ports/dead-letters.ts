import type { EventId } from '../../kernel/domain/ids.ts'
import type { DeadLetter, DeadLetterFilter, DeadLetterGroup } from '../domain/dead-letter.ts'

/** Shows operators what waits for them. No bytes: they are read one by one. */
export interface DeadLetters {
  /** The newest failure first; the page after `after`. */
  list(
    filter: DeadLetterFilter,
    page: { readonly limit: number; readonly after?: DeadLetterPosition | undefined },
  ): Promise<readonly DeadLetter[]>

  /** By cause, the most frequent first. */
  summarize(filter: DeadLetterFilter): Promise<readonly DeadLetterGroup[]>
}

/** Where a page of dead letters ended. */
export interface DeadLetterPosition {
  readonly lastFailedAt: Date
  readonly id: EventId
}
