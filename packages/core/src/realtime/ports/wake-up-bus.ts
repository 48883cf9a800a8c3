import type { BusinessId } from '../../kernel/domain/ids.ts'

/** Tells readers that a business has new events. It may lose, repeat or merge wake-ups. */
export interface WakeUpBus {
  /** Never throws and never waits: what it loses, the readers' own poll finds. */
  wake(business: BusinessId): void
  /** @returns a function that ends the subscription */
  subscribe(listener: (business: BusinessId) => void): () => void
  close(): Promise<void>
}
