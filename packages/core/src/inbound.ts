export type {
  InboundEvent,
  InboundOutcome,
  InboundReceipt,
  InboundRouting,
  InboundTransition,
} from './inbound/domain/inbound-event.ts'
export type { Inbox } from './inbound/ports/inbox.ts'
export type { InboundKey, UnreadableEvent } from './inbound/ports/inbox.ts'
export { decideNextAttempt, retryDelaysMs } from './inbound/domain/retry-ladder.ts'
export type { EventReader, ReadEvent, StoredEvent } from './inbound/domain/stored-event.ts'
export {
  createInboundPipeline,
  type DeliveryReader,
  type DeliveryReading,
  type InboundPipeline,
  type InboundPipelineSettings,
  type VerifiedDelivery,
  type WebhookAnswer,
} from './inbound/inbound-pipeline.ts'
