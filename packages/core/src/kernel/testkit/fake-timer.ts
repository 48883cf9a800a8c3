import type { Timer } from '../ports/timer.ts'

/** A timer that fires only when a test lets time pass. */
export class FakeTimer implements Timer {
  #nowMs = 0
  #waiting: { readonly dueMs: number; readonly work: () => void }[] = []

  /** How many works wait. */
  get size(): number {
    return this.#waiting.length
  }

  after(delayMs: number, work: () => void): () => void {
    const entry = { dueMs: this.#nowMs + delayMs, work }
    this.#waiting.push(entry)
    return () => this.#remove(entry)
  }

  /** Lets time pass; runs what falls due, in order of time. */
  advance(durationMs: number): void {
    const untilMs = this.#nowMs + durationMs
    for (;;) {
      const next = this.#waiting.filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0]
      if (next === undefined) break
      this.#nowMs = next.dueMs
      this.#remove(next)
      next.work()
    }
    this.#nowMs = untilMs
  }

  #remove(entry: { readonly dueMs: number; readonly work: () => void }): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting !== entry)
  }
}
