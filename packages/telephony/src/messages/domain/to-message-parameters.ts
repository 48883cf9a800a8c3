import { isFinalStatus, messageStatusRanks, type MessageFacts, type MessageIntent } from './message-facts.ts'

/** Values of the parameters that the webhook statement stores a text by. */
export function toMessageParameters(message: MessageFacts, intent?: MessageIntent) {
  return {
    message_provider: message.provider,
    message_provider_id: message.providerMessageId,
    message_direction: message.direction,
    message_from: message.from,
    message_to: message.to,
    message_text: message.text,
    message_status: message.status,
    message_status_rank: messageStatusRanks[message.status],
    message_error_code: message.errorCode,
    message_failure: message.failure === null ? null : JSON.stringify(message.failure),
    message_segments: message.segments,
    message_encoding: message.encoding,
    message_cost_amount: message.cost?.amount ?? null,
    message_cost_currency: message.cost?.currency ?? null,
    message_intent: intent ?? null,
    message_occurred_at: message.occurredAt,
    message_final_at: message.direction === 'outbound' && isFinalStatus(message.status) ? message.occurredAt : null,
  }
}

export type MessageParameters = ReturnType<typeof toMessageParameters>
