import type { Clock } from '@cloudgreet/core'

export interface AttemptLimitSettings {
  readonly maxAttempts: number
  readonly windowMs: number
  readonly clock: Clock
  /** Names remembered at most; the oldest go first. Default: 50,000. */
  readonly maxNames?: number
}

/** Counts attempts by name (an account, an address) in a sliding window. Memory of this process. */
export class AttemptLimit {
  readonly #settings: AttemptLimitSettings
  readonly #attempts = new Map<string, number[]>()

  constructor(settings: AttemptLimitSettings) {
    this.#settings = settings
  }

  /** Seconds until the name may try again; 0 when it may now. */
  waitSeconds(name: string): number {
    const recent = this.#recent(name)
    const oldest = recent[recent.length - this.#settings.maxAttempts]
    if (oldest === undefined) return 0
    return Math.max(1, Math.ceil((oldest + this.#settings.windowMs - this.#settings.clock.monotonicMs()) / 1_000))
  }

  count(name: string): void {
    const recent = this.#recent(name)
    // More than the limit need not be remembered: the newest decide.
    const kept = [...recent, this.#settings.clock.monotonicMs()].slice(-this.#settings.maxAttempts)
    this.#attempts.delete(name)
    this.#attempts.set(name, kept)
    const oldestName =
      this.#attempts.size > (this.#settings.maxNames ?? 50_000) ? this.#attempts.keys().next() : undefined
    if (oldestName?.value !== undefined) this.#attempts.delete(oldestName.value)
  }

  forget(name: string): void {
    this.#attempts.delete(name)
  }

  #recent(name: string): readonly number[] {
    const since = this.#settings.clock.monotonicMs() - this.#settings.windowMs
    return (this.#attempts.get(name) ?? []).filter((at) => at > since)
  }
}
