import type { EventId, ReplayId } from '../../kernel/domain/ids.ts'
import type { ReplayedEvent, ReplayOrder, ReplayProgress, ReplaySelection } from '../domain/replay.ts'
import type { InboxStatus, ReadingAttempt, StoredEvent } from '../domain/stored-event.ts'

/**
 * A stored event that one worker may try now. Who comes back with it after another claim, of a replay or of the retry
 * ladder, writes nothing.
 */
export interface ReplayClaim {
  readonly stored: StoredEvent
  /** How often this replay has claimed the event, this time included. */
  readonly tries: number
}

/** Events that are ours, and how many were settled without trying them. */
export interface ReplayBatch {
  readonly claims: readonly ReplayClaim[]
  readonly settled: number
}

/** Keeps replays, their journal and the progress of each; applies one event at a time. */
export interface ReplayStore {
  /** Events that the selection holds now, by status. Changes nothing. */
  count(selection: ReplaySelection): Promise<Readonly<Partial<Record<InboxStatus, number>>>>

  /** Writes into the journal what was asked for. Ids are settled as `not_found` or `already_applied` at once. */
  open(id: ReplayId, order: ReplayOrder): Promise<void>

  /** Adds the next events of a range, in order of receipt, `limit` at most. @returns how many; 0: that was all */
  collect(id: ReplayId, limit: number): Promise<number>

  /**
   * Claims the next events that nobody works on. What was applied meanwhile, or is gone, is settled on the way.
   *
   * @param leaseMs - how long they are ours, by the store's own clock
   */
  claim(id: ReplayId, options: { readonly limit: number; readonly leaseMs: number }): Promise<ReplayBatch>

  /**
   * Applies the event and notes the result, both or neither.
   *
   * @returns undefined when the claim was lost: nothing was written
   */
  settle(id: ReplayId, claim: ReplayClaim, attempt: ReadingAttempt): Promise<ReplayedEvent | undefined>

  /** Writes the end and the counts into the journal. @returns false while an event waits, or when it was ended before */
  finish(id: ReplayId): Promise<boolean>

  find(id: ReplayId): Promise<ReplayProgress | undefined>

  /** The latest first; the page after `after`. */
  list(page: {
    readonly limit: number
    readonly after?: ReplayPosition | undefined
  }): Promise<readonly ReplayProgress[]>

  /** The settled events of a replay in order of their ids; the page after `after`. */
  results(
    id: ReplayId,
    page: { readonly limit: number; readonly after?: EventId | undefined },
  ): Promise<readonly ReplayedEvent[]>

  /** Replays that have not ended and were asked for at least `minAgeMs` ago, the oldest first. */
  listOpen(minAgeMs: number): Promise<readonly ReplayId[]>
}

/** Where a page of replays ended. */
export interface ReplayPosition {
  readonly requestedAt: Date
  readonly id: ReplayId
}
