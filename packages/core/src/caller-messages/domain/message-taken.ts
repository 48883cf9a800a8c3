import type { CallerMessage } from '../../contract/conversations.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { Clock } from '../../kernel/ports/clock.ts'
import type { IdSource } from '../../kernel/ports/id-source.ts'
import type { NewBusinessEvent } from '../../realtime/domain/business-event.ts'
import type { EventOutbox } from '../../realtime/ports/event-outbox.ts'
import type { NewCallerMessage } from '../ports/caller-messages.ts'

export interface CallerMessageTools {
  readonly outbox: EventOutbox
  readonly clock: Clock
  readonly ids: IdSource
}

export function toCallerMessage(wish: NewCallerMessage, { clock, ids }: CallerMessageTools): CallerMessage {
  const { callerName, callbackNumber, message, isUrgent: urgent } = wish
  return {
    id: ids.next<'CallerMessage'>(),
    callerName,
    callbackNumber,
    message,
    urgent,
    createdAt: clock.now().toISOString(),
  }
}

/** The event that shows the message to the owner. */
export function toMessageTaken(
  businessId: BusinessId,
  callerMessage: CallerMessage,
  { ids }: CallerMessageTools,
): NewBusinessEvent {
  return {
    id: ids.next<'Event'>(),
    businessId,
    type: 'message_taken',
    occurredAt: new Date(callerMessage.createdAt),
    data: { callerMessage },
  }
}
