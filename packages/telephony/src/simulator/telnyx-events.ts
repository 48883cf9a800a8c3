import type { WireObject } from './domain/ledger-entry.ts'
import type { OutgoingWebhook } from './webhook-courier.ts'

/** Telnyx's v2 envelope around a message or a call. The event id stays the same in each attempt. */
export function toTelnyxWebhook(event: {
  readonly id: string
  readonly type: string
  readonly occurredAt: string
  readonly url: string
  readonly subjectId: string
  readonly payload: WireObject
}): OutgoingWebhook {
  return {
    vendor: 'telnyx',
    url: event.url,
    eventType: event.type,
    subjectId: event.subjectId,
    toBody: (attempt) => ({
      data: {
        record_type: 'event',
        id: event.id,
        event_type: event.type,
        occurred_at: event.occurredAt,
        payload: event.payload,
      },
      meta: { attempt, delivered_to: event.url },
    }),
  }
}
