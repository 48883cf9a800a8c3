/** Runs work later. What waits is injected, so tests never sleep. */
export interface Timer {
  /**
   * Runs `work` once, `delayMs` from now.
   *
   * @returns a function that calls it off
   */
  after(delayMs: number, work: () => void): () => void
}
