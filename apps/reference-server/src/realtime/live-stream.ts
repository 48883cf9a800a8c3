import {
  type BusinessEvent,
  type BusinessId,
  type EventOutbox,
  type Logger,
  type RepeatingTask,
  startRepeatingTask,
  type Timer,
} from '@cloudgreet/core'
import type { RealtimeFrame } from '@cloudgreet/core/contract'

/** Events read at once. */
const pageSize = 200
/** How often the outbox is looked at without a wake-up, in milliseconds. */
const pollIntervalMs = 5_000

/** Somebody who listens. */
export interface StreamReader {
  /** The newest event that it was given. */
  position: number
  send(frame: string): void
}

export interface LiveStreamOptions {
  readonly business: BusinessId
  readonly outbox: Pick<EventOutbox, 'read'>
  readonly timer: Timer
  readonly logger: Logger
}

/**
 * The events of one business, for all who listen in this process. One cursor reads the outbox, from the reader that is
 * furthest behind; replay and live are the same loop, and each frame is written once.
 */
export class LiveStream {
  readonly #options: LiveStreamOptions
  readonly #readers = new Set<StreamReader>()
  #task: RepeatingTask | undefined

  constructor(options: LiveStreamOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#readers.size
  }

  add(reader: StreamReader): void {
    this.#readers.add(reader)
    const { timer, logger } = this.#options
    if (this.#task !== undefined) return this.#task.trigger()
    this.#task = startRepeatingTask({
      name: 'Live stream',
      run: () => this.#deliver(),
      intervalMs: pollIntervalMs,
      timer,
      logger,
    })
  }

  remove(reader: StreamReader): void {
    this.#readers.delete(reader)
    if (this.#readers.size === 0) void this.stop()
  }

  wake(): void {
    this.#task?.trigger()
  }

  async stop(): Promise<void> {
    const task = this.#task
    this.#task = undefined
    await task?.stop()
  }

  /** Reads on until everybody has everything. */
  async #deliver(): Promise<void> {
    while (this.#readers.size > 0) {
      const after = Math.min(...[...this.#readers].map(({ position }) => position))
      const page = await this.#options.outbox.read(this.#options.business, after, pageSize)
      if (page.outcome === 'too_old') this.#resync(after, page.lastSeq)
      else if (page.events.length === 0) return
      else for (const event of page.events) this.#give(event)
    }
  }

  #give(event: BusinessEvent): void {
    const frame = formatFrame(event)
    for (const reader of this.#readers) {
      if (reader.position >= event.seq) continue
      reader.position = event.seq
      reader.send(frame)
    }
  }

  #resync(after: number, lastSeq: number): void {
    for (const reader of this.#readers) {
      if (reader.position > after) continue
      reader.position = lastSeq
      reader.send(resyncFrame)
    }
  }
}

const resyncFrame = JSON.stringify({ type: 'resync' } satisfies RealtimeFrame)

function formatFrame({ seq, type, businessId, occurredAt, data }: BusinessEvent): string {
  return JSON.stringify({ seq, type, businessId, occurredAt: occurredAt.toISOString(), data } satisfies RealtimeFrame)
}
