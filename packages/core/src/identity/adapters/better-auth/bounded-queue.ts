/** Runs work with a bound on how much runs at once and how much waits. */
export interface BoundedQueue {
  /** @throws what `refuse` made, when the queue is full */
  run<Result>(work: () => Promise<Result>): Promise<Result>
}

export interface BoundedQueueOptions {
  readonly maxRunning: number
  readonly maxWaiting: number
  /** Makes the error for work that finds the queue full. */
  readonly refuse: () => Error
}

export function createBoundedQueue({ maxRunning, maxWaiting, refuse }: BoundedQueueOptions): BoundedQueue {
  let running = 0
  const waiting: (() => void)[] = []

  async function takeTurn(): Promise<void> {
    if (running < maxRunning) {
      running += 1
      return
    }
    if (waiting.length >= maxWaiting) throw refuse()
    await new Promise<void>((resolve) => waiting.push(resolve))
  }

  /** Hands the turn to the next in line, so `running` stays as it is. */
  function giveTurn(): void {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }

  return {
    async run(work) {
      await takeTurn()
      try {
        return await work()
      } finally {
        giveTurn()
      }
    },
  }
}
