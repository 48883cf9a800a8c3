import type { Json } from '../../workflows/ports/workflows.ts'
import type { BusinessId, EventId } from '../../kernel/domain/ids.ts'

/** Something that happened in a business, as its dashboard and its partners see it. */
export interface BusinessEvent {
  readonly id: EventId
  readonly businessId: BusinessId
  /** Position in the business's stream: 1, 2, 3 …, in commit order, without gaps. */
  readonly seq: number
  /** snake_case noun_verb in the past: `call_ended`, `message_received`, `number_assigned`. */
  readonly type: string
  readonly occurredAt: Date
  readonly data: { readonly [name: string]: Json | undefined }
}

/** An event before it has its place in the stream. */
export interface NewBusinessEvent {
  readonly id: EventId
  readonly businessId: BusinessId
  readonly type: string
  readonly occurredAt: Date
  readonly data: BusinessEvent['data']
  /** Name of the workflow that does the follow-up work outside the database; its id will be the event's id. */
  readonly workflow?: string | undefined
}
