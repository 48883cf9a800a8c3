import {
  systemClock,
  UpstreamError,
  type Clock,
  type ContactPermit,
  type MessageSender,
  type OutgoingText,
  type SentText,
} from '@cloudgreet/core'
import type Telnyx from 'telnyx'
import type { MessageSendParams } from 'telnyx/resources/messages/messages'

import { createTelnyxClient, type TelnyxAccess } from './telnyx-client.ts'

export interface TelnyxMessageSenderOptions extends TelnyxAccess {
  /** Texts are sent under this profile; its webhook URL gets the delivery events. */
  readonly messagingProfileId: string
  /**
   * Where Telnyx reports on each text, instead of the profile's URL. The sender adds `?text_key=<idempotency key>`,
   * and {@link MessageSender.find} looks for that URL. Without it, `find` goes by tag alone.
   */
  readonly statusWebhookUrl?: string | undefined
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined
}

/** What one text looks like on the wire. `tags` is in Telnyx's answers and events, though not in the SDK's parameters. */
type TaggedText = MessageSendParams & { readonly tags: string[] }

/**
 * Sends texts through Telnyx, each at most once.
 *
 * `POST /messages` knows no idempotency key (Telnyx declares the header on other endpoints only), so the key
 * travels as a tag and, when `statusWebhookUrl` is set, in the URL for delivery events.
 *
 * `find` reads detail records, filtered by that URL (`delivery_status_webhook_url`, a documented field), or by tag.
 * Not verified against the live service: that a message's own tags reach its detail record, and how soon a
 * record appears. Wait a little before the probe, and never take one empty answer for proof.
 */
export function createTelnyxMessageSender(options: TelnyxMessageSenderOptions): MessageSender {
  const client = createTelnyxClient(options)
  const clock = options.clock ?? systemClock
  return {
    async send(permit: ContactPermit, text: OutgoingText): Promise<SentText> {
      permit.assertCovers({ address: text.to, channel: 'sms' }, clock.now())
      const body = toTaggedText(text, options)
      const { data } = await client.call('messages.send', (sdk) => sdk.messages.send(body))
      if (data?.id !== undefined) return { provider: 'telnyx', providerMessageId: data.id }
      throw new UpstreamError('upstream_failed', 'Telnyx answered a text without its id.', {
        vendor: 'telnyx',
        outcome: 'unknown',
      })
    },

    async find(idempotencyKey: string): Promise<SentText | undefined> {
      const providerMessageId = await client.read('detailRecords.list', (sdk) =>
        findRecord(sdk, idempotencyKey, options),
      )
      return providerMessageId === undefined ? undefined : { provider: 'telnyx', providerMessageId }
    },
  }
}

function toTaggedText(text: OutgoingText, options: TelnyxMessageSenderOptions): TaggedText {
  const webhookUrl = toStatusUrl(options.statusWebhookUrl, text.idempotencyKey)
  return {
    from: text.from,
    to: text.to,
    text: text.text,
    type: 'SMS',
    messaging_profile_id: options.messagingProfileId,
    tags: [text.idempotencyKey],
    ...(webhookUrl === undefined ? {} : { webhook_url: webhookUrl, use_profile_webhooks: false }),
  }
}

function toStatusUrl(base: string | undefined, key: string): string | undefined {
  if (base === undefined) return undefined
  const url = new URL(base)
  url.searchParams.set('text_key', key)
  return url.href
}

async function findRecord(sdk: Telnyx, key: string, options: TelnyxMessageSenderOptions): Promise<string | undefined> {
  const url = toStatusUrl(options.statusWebhookUrl, key)
  const mark = url === undefined ? { tags: key } : { delivery_status_webhook_url: url }
  const filter = { record_type: 'messaging' as const, direction: 'outbound', ...mark }
  for await (const record of sdk.detailRecords.list({ filter, 'page[size]': 50 })) {
    if (!('uuid' in record) || record.uuid === undefined) continue
    const isTagged = record.tags?.split(',').includes(key) === true
    if (isTagged || (url !== undefined && record.delivery_status_webhook_url === url)) return record.uuid
  }
  return undefined
}
