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
export type {
  DeliveryReading,
  EventReader,
  InboxStatus,
  ReadEvent,
  StoredEvent,
} from './inbound/domain/stored-event.ts'
export {
  createInboundPipeline,
  type DeliveryReader,
  type InboundPipeline,
  type InboundPipelineSettings,
  type VerifiedDelivery,
  type WebhookAnswer,
} from './inbound/inbound-pipeline.ts'
export { createReplay, mostReplayIds, type Replay, type ReplaySettings } from './inbound/create-replay.ts'
export {
  replayResults,
  type ReplayableStatus,
  type ReplayBound,
  type ReplayedEvent,
  type ReplayOrder,
  type ReplayProgress,
  type ReplayResult,
  type ReplaySelection,
} from './inbound/domain/replay.ts'
export type { ReplayBatch, ReplayClaim, ReplayPosition, ReplayStore } from './inbound/ports/replay-store.ts'
export type { DeadLetter, DeadLetterFilter, DeadLetterGroup, DeadLetterStatus } from './inbound/domain/dead-letter.ts'
export type { DeadLetterPosition, DeadLetters } from './inbound/ports/dead-letters.ts'
