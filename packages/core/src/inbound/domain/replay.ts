import type { BusinessId, EventId, ReplayId } from '../../kernel/domain/ids.ts'
import type { InboxStatus } from './stored-event.ts'

/** What a replay may try: an event that is `processed` is done. */
export type ReplayableStatus = Exclude<InboxStatus, 'processed'>

/** What became of one event in a replay. */
export type ReplayResult =
  /** Applied now. */
  | 'applied'
  /** Applied before, by whomever: nothing happened. */
  | 'already_applied'
  /** Still nobody's: no business holds its agent or number, or no package knows its type. */
  | 'unrouted'
  /** Tried, and failed again; it is back on its retry ladder, or dead as before. */
  | 'failed'
  /** Still not readable; it stays in quarantine with its reason. */
  | 'unreadable'
  /** No such event, or not one of the business asked for. */
  | 'not_found'

export const replayResults: readonly ReplayResult[] = [
  'applied',
  'already_applied',
  'unrouted',
  'failed',
  'unreadable',
  'not_found',
]

/** One end of a range: the time of receipt, or an event's id. */
export type ReplayBound = Date | EventId

/** What is to be replayed. With a `businessId`, nothing of another business is touched. */
export type ReplaySelection =
  /** These events, at most 1,000. */
  | { readonly ids: readonly EventId[]; readonly businessId?: BusinessId | undefined }
  /** What was received from `from` on and before `to`; ids are inclusive on both sides. */
  | {
      readonly from: ReplayBound
      readonly to: ReplayBound
      readonly provider?: string | undefined
      readonly eventType?: string | undefined
      readonly businessId?: BusinessId | undefined
      /** Default: all that can be replayed. */
      readonly status?: ReplayableStatus | undefined
    }

export interface ReplayOrder {
  /** Who asked, for the journal. */
  readonly actor: string
  readonly selection: ReplaySelection
  /** Why, in the words of whom asked. */
  readonly note?: string | undefined
}

/** How far a replay has come. */
export interface ReplayProgress extends ReplayOrder {
  readonly id: ReplayId
  readonly requestedAt: Date
  /** Undefined while it runs. */
  readonly finishedAt: Date | undefined
  readonly counts: Readonly<Record<ReplayResult, number>>
  /** Events that still wait for their turn. */
  readonly remaining: number
}

/** What became of one event in a replay. `errorClass` says why it failed or is unreadable. */
export interface ReplayedEvent {
  readonly id: EventId
  readonly result: ReplayResult
  readonly errorClass: string | undefined
}

export function emptyReplayCounts(): Record<ReplayResult, number> {
  return { applied: 0, already_applied: 0, unrouted: 0, failed: 0, unreadable: 0, not_found: 0 }
}
