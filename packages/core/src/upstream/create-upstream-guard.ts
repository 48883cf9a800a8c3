import { UpstreamError } from '../errors/upstream-error.ts'
import { systemClock } from '../kernel/adapters/system/system-clock.ts'
import { systemTimer } from '../kernel/adapters/system/system-timer.ts'
import type { Clock } from '../kernel/ports/clock.ts'
import type { Logger } from '../kernel/ports/logger.ts'
import type { Timer } from '../kernel/ports/timer.ts'
import { type BreakerState, CircuitBreaker } from './domain/circuit-breaker.ts'
import { RetryBudget } from './domain/retry-budget.ts'

export interface UpstreamCall {
  /** Names the call in an error. */
  readonly operation: string
  /** True when doing it twice does no more than doing it once: a read, a probe, a call under an idempotency key. */
  readonly isRepeatable: boolean
  /** Milliseconds for one try, when somebody waits on the line. Default: the guard's. */
  readonly timeoutMs?: number | undefined
}

export interface UpstreamHealth {
  readonly vendor: string
  /** `open`: calls are refused at once. */
  readonly breaker: BreakerState
  /** Tries of the last 30 seconds. */
  readonly calls: number
  readonly failures: number
}

/** The one way to call a vendor: with a time-out, few repeats, and a breaker that all its clients share. */
export interface UpstreamGuard {
  /**
   * Runs `work`, again when it may be repeated and failed for a reason that passes: at most 3 tries, with full
   * jitter, after the vendor's Retry-After, within a budget of repeats.
   *
   * @param work - gets a signal that ends the try; rejects with {@link UpstreamError}
   * @throws {UpstreamError} what the last try threw; `upstream_timeout` when a try took too long;
   * `upstream_unavailable` (nothing was sent, `retryAfterMs` set) while the breaker is open
   */
  run<Answer>(call: UpstreamCall, work: (signal: AbortSignal) => PromiseLike<Answer>): Promise<Answer>

  health(): UpstreamHealth
}

export interface UpstreamGuardOptions {
  /** Names the vendor in errors, logs and health: `telnyx`. */
  readonly vendor: string
  /** Milliseconds for one try of a call that names none, to the last byte of the answer. Default: 10 000. */
  readonly timeoutMs?: number | undefined
  /** Told when the breaker opens and closes. */
  readonly logger?: Logger | undefined
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined
  /** Default: the machine's timers. */
  readonly timer?: Timer | undefined
  /** From 0 to below 1; spreads the repeats. Default: `Math.random`. */
  readonly random?: (() => number) | undefined
}

const mostTries = 3
const firstWaitMs = 250
/** A vendor that asks for a longer pause is not waited for: the error says when to come back. */
const longestWaitMs = 5_000

/** Make one for each vendor and process, and give it to every client of that vendor. */
export function createUpstreamGuard(options: UpstreamGuardOptions): UpstreamGuard {
  return new Guard(options)
}

class Guard implements UpstreamGuard {
  readonly #breaker = new CircuitBreaker()
  readonly #budget = new RetryBudget()
  readonly #vendor: string
  readonly #timeoutMs: number
  readonly #logger: Logger | undefined
  readonly #clock: Clock
  readonly #timer: Timer
  readonly #random: () => number

  constructor(options: UpstreamGuardOptions) {
    this.#vendor = options.vendor
    this.#timeoutMs = options.timeoutMs ?? 10_000
    this.#logger = options.logger
    this.#clock = options.clock ?? systemClock
    this.#timer = options.timer ?? systemTimer
    this.#random = options.random ?? Math.random
  }

  async run<Answer>(call: UpstreamCall, work: (signal: AbortSignal) => PromiseLike<Answer>): Promise<Answer> {
    this.#budget.earn()
    let earlier: unknown
    for (let triesMade = 1; ; triesMade += 1) {
      try {
        return await this.#try(call, work)
      } catch (error) {
        // A refused repeat proves nothing about the try before it: that one's error is what happened.
        if (isRefusedByBreaker(error)) throw earlier ?? error
        const waitMs = call.isRepeatable ? this.#waitBefore(triesMade + 1, error) : undefined
        if (waitMs === undefined) throw error
        earlier = error
        await new Promise<void>((resolve) => this.#timer.after(waitMs, resolve))
      }
    }
  }

  health(): UpstreamHealth {
    const nowMs = this.#clock.monotonicMs()
    return { vendor: this.#vendor, breaker: this.#breaker.state(nowMs), ...this.#breaker.count(nowMs) }
  }

  async #try<Answer>(call: UpstreamCall, work: (signal: AbortSignal) => PromiseLike<Answer>): Promise<Answer> {
    const admission = this.#breaker.admit(this.#clock.monotonicMs())
    if (!admission.isAdmitted) throw this.#unavailable(admission.waitMs)
    try {
      const answer = await this.#withinTime(call, work)
      this.#record(admission.isProbe, false)
      return answer
    } catch (error) {
      this.#record(admission.isProbe, isVendorFailure(error))
      throw error
    }
  }

  #record(isProbe: boolean, hasFailed: boolean): void {
    const nowMs = this.#clock.monotonicMs()
    const before = this.#breaker.state(nowMs)
    this.#breaker.record({ isProbe, hasFailed, nowMs })
    const after = this.#breaker.state(nowMs)
    if (after === before) return
    const fields = { vendor: this.#vendor, breaker: after }
    if (after === 'closed') this.#logger?.info('Calls to a vendor go on', fields)
    else this.#logger?.warn('Calls to a vendor stopped', { ...fields, errorCode: 'upstream_unavailable' })
  }

  #withinTime<Answer>(
    { operation, timeoutMs = this.#timeoutMs }: UpstreamCall,
    work: (signal: AbortSignal) => PromiseLike<Answer>,
  ): Promise<Answer> {
    const aborter = new AbortController()
    return new Promise((resolve, reject) => {
      const cancel = this.#timer.after(timeoutMs, () => {
        reject(this.#timeout(operation))
        aborter.abort()
      })
      const answer = (async () => work(aborter.signal))()
      answer.then(resolve, reject).finally(cancel)
    })
  }

  /** Milliseconds before the next try; undefined when there is none. */
  #waitBefore(nextTry: number, error: unknown): number | undefined {
    if (nextTry > mostTries || !UpstreamError.isInstance(error)) return undefined
    if (!error.isRetryable && error.outcome !== 'unknown') return undefined
    const jitterMs = this.#random() * firstWaitMs * 2 ** (nextTry - 2)
    const waitMs = (error.retryAfterMs ?? 0) + jitterMs
    return waitMs <= longestWaitMs && this.#budget.take() ? waitMs : undefined
  }

  #timeout(operation: string): UpstreamError {
    return new UpstreamError('upstream_timeout', `The provider did not answer "${operation}" in time.`, {
      vendor: this.#vendor,
      outcome: 'unknown',
      isRetryable: true,
    })
  }

  #unavailable(retryAfterMs: number): UpstreamError {
    return new UpstreamError(unavailable, 'The provider fails too often; it is not called for now.', {
      vendor: this.#vendor,
      outcome: 'refused',
      isRetryable: true,
      retryAfterMs,
    })
  }
}

const unavailable = 'upstream_unavailable'

function isRefusedByBreaker(error: unknown): boolean {
  return UpstreamError.isInstance(error) && error.code === unavailable
}

/** No answer, a server error, or no connection. A refusal, and "too many requests", show that the vendor lives. */
function isVendorFailure(error: unknown): boolean {
  if (!UpstreamError.isInstance(error)) return false
  return error.outcome === 'unknown' || (error.status === undefined && error.isRetryable)
}
