/** One repeat for every ten calls (Google, "Site Reliability Engineering", chapter 21: retries below 10 %). */
const share = 0.1
/** Repeats that a quiet process may make before ten calls were made for each. */
const reserve = 10

/** Keeps repeats a small part of the calls to one vendor: when it fails altogether, we must not double its load. */
export class RetryBudget {
  #repeatsLeft: number = reserve

  /** A first try was made: it earns a tenth of a repeat. */
  earn(): void {
    this.#repeatsLeft = Math.min(reserve, this.#repeatsLeft + share)
  }

  /** False when there is none left. */
  take(): boolean {
    if (this.#repeatsLeft < 1) return false
    this.#repeatsLeft -= 1
    return true
  }
}
