import type { BusinessId, EventId, ReplayId } from '../../../kernel/domain/ids.ts'
import type { Clock } from '../../../kernel/ports/clock.ts'
import { classifyFailure } from '../../../postgres/database-failure.ts'
import {
  emptyReplayCounts,
  type ReplayedEvent,
  type ReplayOrder,
  type ReplayProgress,
  type ReplaySelection,
} from '../../domain/replay.ts'
import { selectsEvent } from '../../domain/selects-event.ts'
import { retryDelaysMs } from '../../domain/retry-ladder.ts'
import type { InboxStatus, ReadEvent, ReadingAttempt, StoredEvent } from '../../domain/stored-event.ts'
import type { ReplayBatch, ReplayClaim, ReplayPosition, ReplayStore } from '../../ports/replay-store.ts'

export interface MemoryReplayStoreOptions {
  readonly clock: Clock
  /** Applies an event. Undefined: no business holds its agent or number. A throw is a failed try. */
  readonly apply: (stored: StoredEvent, read: ReadEvent) => BusinessId | undefined
}

/** Replays in memory, over events that a test puts there. */
export interface MemoryReplayStore extends ReplayStore {
  put(event: StoredEvent): void
  get(id: EventId): StoredEvent | undefined
}

interface Item {
  readonly id: EventId
  tries: number
  leasedUntilMs: number
  settled: ReplayedEvent | undefined
}

interface Run {
  readonly id: ReplayId
  readonly order: ReplayOrder
  readonly requestedAt: Date
  readonly items: Map<EventId, Item>
  finishedAt: Date | undefined
}

/** Events that {@link MemoryReplayStore.put} brought. */
export function createMemoryReplayStore(options: MemoryReplayStoreOptions): MemoryReplayStore {
  return new ReplaysInMemory(options)
}

class ReplaysInMemory implements MemoryReplayStore {
  readonly #events = new Map<EventId, StoredEvent>()
  readonly #runs = new Map<ReplayId, Run>()
  readonly #options: MemoryReplayStoreOptions

  constructor(options: MemoryReplayStoreOptions) {
    this.#options = options
  }

  put(event: StoredEvent): void {
    this.#events.set(event.id, event)
  }

  get(id: EventId): StoredEvent | undefined {
    return this.#events.get(id)
  }

  async count(selection: ReplaySelection): Promise<Partial<Record<InboxStatus, number>>> {
    const counts: Partial<Record<InboxStatus, number>> = {}
    for (const { status } of this.#selected(selection)) counts[status] = (counts[status] ?? 0) + 1
    return counts
  }

  async open(id: ReplayId, order: ReplayOrder): Promise<void> {
    const requestedAt = this.#options.clock.now()
    const run: Run = { id, order, requestedAt, items: new Map(), finishedAt: undefined }
    this.#runs.set(id, run)
    const { selection } = order
    if (!('ids' in selection)) return
    for (const eventId of selection.ids) this.#settleUntried(addItem(run, eventId), selection.businessId)
  }

  async collect(id: ReplayId, limit: number): Promise<number> {
    const run = this.#runs.get(id)
    const next = run === undefined ? [] : this.#uncollected(run).slice(0, limit)
    for (const event of next) if (run !== undefined) addItem(run, event.id)
    return next.length
  }

  async claim(id: ReplayId, { limit, leaseMs }: { limit: number; leaseMs: number }): Promise<ReplayBatch> {
    const nowMs = this.#options.clock.monotonicMs()
    const next = this.#itemsOf(id)
      .filter(({ settled, leasedUntilMs }) => settled === undefined && leasedUntilMs <= nowMs)
      .slice(0, limit)
    const settled = next.filter((item) => this.#settleUntried(item)).length
    const claims = next.flatMap((item) => {
      const event = this.#events.get(item.id)
      if (item.settled !== undefined || event === undefined) return []
      item.tries += 1
      item.leasedUntilMs = nowMs + leaseMs
      const stored = { ...event, attempts: event.attempts + 1 }
      this.#events.set(event.id, stored)
      return [{ stored, tries: item.tries }]
    })
    return { claims, settled }
  }

  async settle(id: ReplayId, { stored }: ReplayClaim, attempt: ReadingAttempt): Promise<ReplayedEvent | undefined> {
    const item = this.#runs.get(id)?.items.get(stored.id)
    const event = this.#events.get(stored.id)
    if (item === undefined || event?.attempts !== stored.attempts || event.status !== stored.status) return undefined
    const { status, settled } = tryOnce(stored, attempt, this.#options.apply)
    this.#events.set(stored.id, { ...event, status })
    item.settled = settled
    return settled
  }

  async finish(id: ReplayId): Promise<boolean> {
    const run = this.#runs.get(id)
    if (run === undefined || run.finishedAt !== undefined || this.#progress(run).remaining > 0) return false
    run.finishedAt = this.#options.clock.now()
    return true
  }

  async find(id: ReplayId): Promise<ReplayProgress | undefined> {
    const run = this.#runs.get(id)
    return run === undefined ? undefined : this.#progress(run)
  }

  async list({ limit, after }: { limit: number; after?: ReplayPosition | undefined }): Promise<ReplayProgress[]> {
    return [...this.#runs.values()]
      .sort((one, other) => compare(other, one))
      .filter((run) => after === undefined || compare(run, after) < 0)
      .slice(0, limit)
      .map((run) => this.#progress(run))
  }

  async results(
    id: ReplayId,
    { limit, after }: { limit: number; after?: EventId | undefined },
  ): Promise<ReplayedEvent[]> {
    return this.#itemsOf(id)
      .flatMap(({ settled }) => settled ?? [])
      .filter((settled) => after === undefined || settled.id > after)
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .slice(0, limit)
  }

  async listOpen(minAgeMs: number): Promise<ReplayId[]> {
    const newest = Number(this.#options.clock.now()) - minAgeMs
    return [...this.#runs.values()]
      .filter(({ finishedAt, requestedAt }) => finishedAt === undefined && Number(requestedAt) <= newest)
      .map(({ id }) => id)
  }

  #itemsOf(id: ReplayId): Item[] {
    return [...(this.#runs.get(id)?.items.values() ?? [])]
  }

  #selected(selection: ReplaySelection): StoredEvent[] {
    return [...this.#events.values()].filter((event) => event.status !== 'processed' && selectsEvent(selection, event))
  }

  #uncollected({ order, items, requestedAt }: Run): StoredEvent[] {
    if ('ids' in order.selection) return []
    return this.#selected(order.selection)
      .filter((event) => !items.has(event.id) && event.receivedAt <= requestedAt)
      .sort((one, other) => Number(one.receivedAt) - Number(other.receivedAt) || (one.id < other.id ? -1 : 1))
  }

  #progress(run: Run): ReplayProgress {
    const { id, requestedAt, finishedAt } = run
    const items = this.#itemsOf(id)
    const counts = emptyReplayCounts()
    for (const { settled } of items) if (settled !== undefined) counts[settled.result] += 1
    const open = items.filter(({ settled }) => settled === undefined).length
    const remaining = finishedAt === undefined ? open + this.#uncollected(run).length : 0
    return { ...run.order, id, requestedAt, finishedAt, counts, remaining }
  }

  /** True when there was nothing to try. */
  #settleUntried(item: Item, businessId?: BusinessId): boolean {
    const event = this.#events.get(item.id)
    const isThere = event !== undefined && (businessId === undefined || event.businessId === businessId)
    const result = !isThere ? 'not_found' : event.status === 'processed' ? 'already_applied' : undefined
    if (result !== undefined) item.settled = { id: item.id, result, errorClass: undefined }
    return result !== undefined
  }
}

function addItem(run: Run, id: EventId): Item {
  const item = { id, tries: 0, leasedUntilMs: 0, settled: undefined }
  run.items.set(id, item)
  return item
}

type Place = Pick<ReplayProgress, 'requestedAt' | 'id'>

function compare(one: Place, other: Place): number {
  return Number(one.requestedAt) - Number(other.requestedAt) || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
}

function tryOnce(
  stored: StoredEvent,
  attempt: ReadingAttempt,
  apply: MemoryReplayStoreOptions['apply'],
): { readonly status: InboxStatus; readonly settled: ReplayedEvent } {
  const { id } = stored
  const failed = (errorClass: string) => {
    const status: InboxStatus = stored.attempts > retryDelaysMs.length ? 'dead' : 'failed'
    return { status, settled: { id, result: 'failed', errorClass } as const }
  }
  if (!attempt.isRead) return failed(classifyFailure(attempt.error))
  const { reading } = attempt
  if (!reading.isReadable) {
    if (stored.status !== 'quarantined') return failed(reading.reason)
    return { status: 'quarantined', settled: { id, result: 'unreadable', errorClass: reading.reason } }
  }
  try {
    const business = reading.transition === undefined ? undefined : apply(stored, reading)
    return business === undefined
      ? { status: 'unrouted', settled: { id, result: 'unrouted', errorClass: undefined } }
      : { status: 'processed', settled: { id, result: 'applied', errorClass: undefined } }
  } catch (error) {
    return failed(classifyFailure(error))
  }
}
