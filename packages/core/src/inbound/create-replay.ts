import { InvalidArgumentError } from '../errors/invalid-argument-error.ts'
import { type RepeatingTask, startRepeatingTask } from '../kernel/domain/repeating-task.ts'
import type { ReplayId } from '../kernel/domain/ids.ts'
import type { Clock } from '../kernel/ports/clock.ts'
import type { IdSource } from '../kernel/ports/id-source.ts'
import type { Logger } from '../kernel/ports/logger.ts'
import type { Timer } from '../kernel/ports/timer.ts'
import type { ReplayedEvent, ReplayOrder, ReplayProgress, ReplaySelection } from './domain/replay.ts'
import { attemptReading, type EventReader } from './domain/stored-event.ts'
import type { ReplayClaim, ReplayStore } from './ports/replay-store.ts'

/** Most ids in one order; a range has no limit. */
export const mostReplayIds = 1_000

export interface ReplaySettings {
  readonly store: ReplayStore
  /** Reads a stored event as on its arrival: `pipeline.reread`. */
  readonly reapply: EventReader
  readonly ids: IdSource
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly logger: Logger
  /** Events claimed together. Default: 10. */
  readonly batchSize?: number | undefined
  /** Events of a range looked up together. Default: 500. */
  readonly collectSize?: number | undefined
  /** How long an order is left to the process that took it, in milliseconds, before others help. Default: 3,000. */
  readonly graceMs?: number | undefined
  /** How long a claimed event is ours, in milliseconds. Default: 15,000. */
  readonly leaseMs?: number | undefined
}

/** Applies stored events again, by id or by range, each at most once; survives the death of its process. */
export interface Replay {
  /** What the order would try, and change nothing. `counts` are by status of the inbox. */
  preview(order: Pick<ReplayOrder, 'selection'>): ReturnType<ReplayStore['count']>

  /**
   * Writes the order into the journal, then works on it for `budgetMs` at most (default: 2,000); what is left then is
   * done by {@link runOnce} of this process or another.
   *
   * @throws {InvalidArgumentError} more than {@link mostReplayIds} ids, or a range whose ends do not fit together
   */
  request(order: ReplayOrder, options?: { readonly budgetMs?: number }): Promise<ReplayProgress>

  find(id: ReplayId): Promise<ReplayProgress | undefined>
  list: ReplayStore['list']
  results: ReplayStore['results']

  /** Goes on with every replay that has not ended, one batch each. @returns true when something was done */
  runOnce(): Promise<boolean>

  /** Goes on with what is left, now and every `intervalMs` (default: 1,000), until stopped. */
  start(timer: Timer, intervalMs?: number): RepeatingTask
}

/** After this many claims without a result, the event takes its process down each time: it is not tried again. */
const mostClaims = 3

export function createReplay(settings: ReplaySettings): Replay {
  const { store, ids, clock, graceMs = 3_000 } = settings
  const runOnce = async (): Promise<boolean> => {
    let hasWorked = false
    for (const id of await store.listOpen(graceMs)) if ((await work(settings, id)) === 'worked') hasWorked = true
    return hasWorked
  }
  return {
    preview: ({ selection }) => {
      assertSelection(selection)
      return store.count(selection)
    },
    request: async (order, { budgetMs = 2_000 } = {}) => {
      assertSelection(order.selection)
      const id = ids.next<'Replay'>()
      await store.open(id, order)
      const deadlineMs = clock.monotonicMs() + budgetMs
      while (clock.monotonicMs() < deadlineMs) if ((await work(settings, id)) !== 'worked') break
      const progress = await store.find(id)
      if (progress === undefined) throw new TypeError('The replay that was just written is not there.')
      return progress
    },
    find: (id) => store.find(id),
    list: (page) => store.list(page),
    results: (id, page) => store.results(id, page),
    runOnce,
    start: (timer, intervalMs = 1_000) => {
      const task = startRepeatingTask({
        name: 'Replay of stored webhooks',
        run: async () => {
          if (await runOnce()) task.trigger()
        },
        intervalMs,
        timer,
        logger: settings.logger,
      })
      return task
    },
  }
}

/** One batch. `waits`: others hold what is left. */
async function work(settings: ReplaySettings, id: ReplayId): Promise<'worked' | 'waits' | 'finished'> {
  const { store, batchSize = 10, collectSize = 500, leaseMs = 15_000 } = settings
  const { claims, settled } = await store.claim(id, { limit: batchSize, leaseMs })
  for (const claim of claims) await tryEvent(settings, id, claim)
  if (claims.length + settled > 0 || (await store.collect(id, collectSize)) > 0) return 'worked'
  return (await store.finish(id)) ? 'finished' : 'waits'
}

async function tryEvent(
  { store, reapply, logger }: ReplaySettings,
  id: ReplayId,
  claim: ReplayClaim,
): Promise<ReplayedEvent | undefined> {
  try {
    if (claim.tries > mostClaims) return await store.settle(id, claim, { isRead: false, error: { code: 'abandoned' } })
    return await store.settle(id, claim, await attemptReading(reapply, claim.stored))
  } catch (error) {
    logger.warn('A replayed webhook cut its connection', { error, replayId: id, inboxId: claim.stored.id })
    return store.settle(id, claim, { isRead: false, error })
  }
}

function assertSelection(selection: ReplaySelection): void {
  if ('ids' in selection) {
    if (selection.ids.length === 0 || selection.ids.length > mostReplayIds)
      throw invalid('ids', `Give 1 to ${mostReplayIds} ids, or a range.`)
    return
  }
  const { from, to } = selection
  if (from instanceof Date !== to instanceof Date) throw invalid('to', 'Give two times or two ids.')
  if (from > to) throw invalid('to', 'The range ends before it begins.')
}

function invalid(field: string, message: string): InvalidArgumentError {
  return new InvalidArgumentError('This selection cannot be replayed.', [{ field, message }])
}
