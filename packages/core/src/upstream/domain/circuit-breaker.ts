/** When calls to one vendor stop, and for how long. */
export const breakerRules = {
  /** Only calls that ended within this time count, in milliseconds. */
  windowMs: 30_000,
  /** Fewer calls than this say nothing. */
  leastCalls: 20,
  /** The share of failures, from 0 to 1, from which calls stop. */
  failureShare: 0.5,
  /** Milliseconds until one call may find out whether the vendor is back. */
  openMs: 30_000,
} as const

/** `half_open`: the one call that finds out is due, or on its way. */
export type BreakerState = 'closed' | 'open' | 'half_open'

export type Admission =
  | { readonly isAdmitted: true; readonly isProbe: boolean }
  /** `waitMs`: until the next probe is due. */
  | { readonly isAdmitted: false; readonly waitMs: number }

/** Calls that ended within one second. */
type Tally = { readonly second: number; calls: number; failures: number }

/**
 * Stops calls to a vendor that fails, by {@link breakerRules}: one that hangs must not hold our requests for the
 * whole time-out each. After `openMs` one probe goes through; every other call is still refused at once, and the
 * probe's end closes the breaker or keeps it open. Time is given from outside and must never go back.
 */
export class CircuitBreaker {
  #tallies: Tally[] = []
  #openedAtMs: number | undefined
  #isProbing = false

  admit(nowMs: number): Admission {
    if (this.#openedAtMs === undefined) return { isAdmitted: true, isProbe: false }
    const waitMs = this.#openedAtMs + breakerRules.openMs - nowMs
    if (waitMs > 0 || this.#isProbing) return { isAdmitted: false, waitMs: Math.max(waitMs, 1_000) }
    this.#isProbing = true
    return { isAdmitted: true, isProbe: true }
  }

  /** Takes note of how an admitted call ended. Calls that began before the breaker opened change nothing then. */
  record({ isProbe, hasFailed, nowMs }: { isProbe: boolean; hasFailed: boolean; nowMs: number }): void {
    if (isProbe) return this.#endProbe(hasFailed, nowMs)
    if (this.#openedAtMs !== undefined) return
    const tally = this.#tallyOf(nowMs)
    tally.calls += 1
    if (hasFailed) tally.failures += 1
    const { calls, failures } = this.count(nowMs)
    if (hasFailed && calls >= breakerRules.leastCalls && failures >= calls * breakerRules.failureShare)
      this.#openedAtMs = nowMs
  }

  state(nowMs: number): BreakerState {
    if (this.#openedAtMs === undefined) return 'closed'
    return this.#isProbing || nowMs >= this.#openedAtMs + breakerRules.openMs ? 'half_open' : 'open'
  }

  /** What counts now. */
  count(nowMs: number): { readonly calls: number; readonly failures: number } {
    const firstSecond = toSecond(nowMs - breakerRules.windowMs)
    this.#tallies = this.#tallies.filter(({ second }) => second > firstSecond)
    return {
      calls: this.#tallies.reduce((sum, { calls }) => sum + calls, 0),
      failures: this.#tallies.reduce((sum, { failures }) => sum + failures, 0),
    }
  }

  #endProbe(hasFailed: boolean, nowMs: number): void {
    this.#isProbing = false
    this.#openedAtMs = hasFailed ? nowMs : undefined
    this.#tallies = []
  }

  #tallyOf(nowMs: number): Tally {
    const second = toSecond(nowMs)
    const last = this.#tallies.at(-1)
    if (last?.second === second) return last
    const tally = { second, calls: 0, failures: 0 }
    this.#tallies.push(tally)
    return tally
  }
}

function toSecond(atMs: number): number {
  return Math.floor(atMs / 1_000)
}
