import { countSegments } from '../messages/domain/count-segments.ts'
import type { WireObject } from './domain/ledger-entry.ts'

export interface MessageFields {
  readonly id: string
  readonly direction: 'inbound' | 'outbound'
  readonly from: string
  readonly to: string
  readonly text: string
  readonly profileId: string | null
  readonly at: string
  readonly tags?: readonly string[]
  readonly webhookUrl?: string | null
}

/** A message as Telnyx shows it in answers and events. */
export function toTelnyxMessage(fields: MessageFields): WireObject {
  const { segments, encoding, characters } = countSegments(fields.text)
  const parts = Math.max(1, segments)
  const status = fields.direction === 'inbound' ? 'webhook_delivered' : 'queued'
  const line = { carrier: 'Example Wireless', line_type: 'Wireless' }
  return {
    id: fields.id,
    record_type: 'message',
    direction: fields.direction,
    type: 'SMS',
    organization_id: '00000000-0000-4000-8000-00000000a001',
    messaging_profile_id: fields.profileId,
    from: { phone_number: fields.from, ...line },
    to: [{ phone_number: fields.to, ...line, status }],
    cc: [],
    text: fields.text,
    subject: null,
    media: [],
    parts,
    encoding,
    num_chars: characters,
    cost: { amount: (parts * 0.004).toFixed(4), currency: 'USD' },
    cost_breakdown: null,
    errors: [],
    tags: fields.tags ?? [],
    received_at: fields.at,
    sent_at: null,
    completed_at: null,
    valid_until: null,
    webhook_url: fields.webhookUrl ?? null,
    webhook_failover_url: null,
    tcr_campaign_id: null,
    tcr_campaign_billable: false,
    tcr_campaign_registered: null,
  }
}

/** What a delivery report can say. */
export type DeliveryStep =
  | { readonly status: 'sent' | 'delivered' }
  | {
      readonly status: 'delivery_failed'
      readonly error: { readonly code: string; readonly title: string; readonly detail: string }
    }

/** The message after a step of its delivery. */
export function withStep(message: WireObject, step: DeliveryStep, at: string): WireObject {
  const recipients: unknown = message['to']
  const { status } = step
  return {
    ...message,
    to: Array.isArray(recipients) ? recipients.map((recipient: object) => ({ ...recipient, status })) : [],
    sent_at: message['sent_at'] ?? at,
    completed_at: status === 'sent' ? null : at,
    errors: status === 'delivery_failed' ? [step.error] : [],
  }
}
