export type {
  InboundEvent,
  InboundOutcome,
  InboundReceipt,
  InboundRouting,
  InboundTransition,
} from './inbound/domain/inbound-event.ts'
export type { Inbox } from './inbound/ports/inbox.ts'
