import type { VendorWorld } from './vendor-world.ts'
import type { WebhookCourier } from './webhook-courier.ts'

/** What calls are played with. */
export interface CallStage {
  readonly world: VendorWorld
  readonly courier: WebhookCourier
  readonly pause: (durationMs: number) => Promise<void>
  /** Where events of agents without a `webhook_url` go: the account's URL. */
  readonly accountWebhookUrl: string | undefined
  /** Asked before a call to a number that has no `inbound_webhook_url` of its own. */
  readonly inboundUrl: string | undefined
  /** Where functions are called that the agent's language model has no tool for. */
  readonly functionsUrl: string | undefined
}
