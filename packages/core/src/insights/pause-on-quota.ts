import { UpstreamError } from '../errors/upstream-error.ts'
import type { Clock } from '../kernel/ports/clock.ts'
import type { ModelPrompt } from './domain/model-prompt.ts'
import type { InsightModel, ModelAnswer } from './ports/insight-model.ts'

/** Milliseconds without a call after the vendor said that the account is spent. */
const quotaPauseMs = 15 * 60_000
/** Milliseconds without a call after "too many requests" that names no time. */
const rateLimitPauseMs = 60_000

/**
 * A model that is not asked while its account is spent. Until one call went well, calls wait for the one before
 * them: many businesses at once find out by one call that the quota is gone.
 */
export function pauseOnQuota(model: InsightModel, { clock }: { readonly clock: Clock }): InsightModel {
  return new PausingModel(model, clock)
}

class PausingModel implements InsightModel {
  readonly name: string
  readonly #model: InsightModel
  readonly #clock: Clock
  #pausedUntilMs = 0
  #isProven = false
  #probe: Promise<unknown> | undefined

  constructor(model: InsightModel, clock: Clock) {
    this.name = model.name
    this.#model = model
    this.#clock = clock
  }

  async ask(prompt: ModelPrompt): Promise<ModelAnswer> {
    while (this.#probe !== undefined) await this.#probe
    const waitMs = this.#pausedUntilMs - this.#clock.monotonicMs()
    if (waitMs > 0) throw refuse(waitMs)
    if (this.#isProven) return this.#ask(prompt)
    const answer = this.#ask(prompt)
    this.#probe = Promise.allSettled([answer]).finally(() => (this.#probe = undefined))
    return answer
  }

  async #ask(prompt: ModelPrompt): Promise<ModelAnswer> {
    try {
      const answer = await this.#model.ask(prompt)
      this.#isProven = true
      return answer
    } catch (error) {
      const pauseMs = toPauseMs(error)
      if (pauseMs > 0) {
        this.#pausedUntilMs = this.#clock.monotonicMs() + pauseMs
        this.#isProven = false
      }
      throw error
    }
  }
}

/** True for the refusal of {@link pauseOnQuota}: the vendor was not called. */
export function isPaused(error: unknown): boolean {
  return UpstreamError.isInstance(error) && error.code === 'upstream_quota_exceeded' && error.status === undefined
}

function toPauseMs(error: unknown): number {
  if (!UpstreamError.isInstance(error)) return 0
  if (error.code === 'upstream_quota_exceeded') return quotaPauseMs
  return error.code === 'upstream_rate_limited' ? (error.retryAfterMs ?? rateLimitPauseMs) : 0
}

function refuse(retryAfterMs: number): UpstreamError {
  return new UpstreamError('upstream_quota_exceeded', 'The account of the model is spent; it is not asked for now.', {
    vendor: 'openai',
    outcome: 'refused',
    isRetryable: true,
    retryAfterMs,
  })
}
