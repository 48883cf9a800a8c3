import type { Clock } from '../ports/clock.ts'

/** A clock that stands still until a test moves it. Starts at 2026-01-15T12:00:00Z. */
export class FakeClock implements Clock {
  #nowMs: number

  constructor(start: Date | string = '2026-01-15T12:00:00.000Z') {
    this.#nowMs = new Date(start).getTime()
  }

  now(): Date {
    return new Date(this.#nowMs)
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  advance(durationMs: number): void {
    this.#nowMs += durationMs
  }

  set(to: Date | string): void {
    this.#nowMs = new Date(to).getTime()
  }
}
