import { createPrivateKey, type KeyObject } from 'node:crypto'

import { signRetellWebhook } from '@cloudgreet/telephony/retell'
import { signTelnyxWebhook } from '@cloudgreet/telephony/telnyx'

import type { RunningServer } from './running-server.ts'

/** Signs and delivers webhooks as the vendors do. */
export class VendorWebhooks {
  readonly #server: RunningServer
  readonly #telnyxKey: KeyObject

  constructor(server: RunningServer) {
    this.#server = server
    const der = Buffer.from(server.secrets.telnyxPrivateKey, 'base64')
    this.#telnyxKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  }

  async retell(payload: unknown, path = '/api/retell/webhook'): Promise<Response> {
    const rawBody = typeof payload === 'string' ? payload : JSON.stringify(payload)
    const headers = await signRetellWebhook({ rawBody, secret: this.#server.secrets.retellKey })
    return this.#deliver(path, rawBody, headers)
  }

  async telnyx(payload: unknown, path = '/api/sms/webhook'): Promise<Response> {
    const rawBody = typeof payload === 'string' ? payload : JSON.stringify(payload)
    const headers = await signTelnyxWebhook({ rawBody, privateKey: this.#telnyxKey })
    return this.#deliver(path, rawBody, headers)
  }

  #deliver(path: string, body: string, headers: Record<string, string>): Promise<Response> {
    return this.#server.fetch(path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  }
}

/** A Retell event about one call, in the vendor's shape. */
export function retellEvent(
  event: 'call_started' | 'call_ended' | 'call_analyzed',
  call: { readonly callId: string; readonly agentId: string; readonly from: string; readonly to: string },
): unknown {
  const started = Date.parse('2026-01-15T15:00:00Z')
  const ended = event !== 'call_started'
  return {
    event,
    call: {
      call_id: call.callId,
      call_type: 'phone_call',
      agent_id: call.agentId,
      agent_version: 0,
      call_status: ended ? 'ended' : 'ongoing',
      direction: 'inbound',
      from_number: call.from,
      to_number: call.to,
      start_timestamp: started,
      ...(ended
        ? {
            end_timestamp: started + 21_000,
            duration_ms: 21_000,
            disconnection_reason: 'user_hangup',
            transcript: 'Agent: Thanks for calling.\nUser: I need a visit tomorrow.\n',
            transcript_object: [
              { role: 'agent', content: 'Thanks for calling.', words: [{ word: 'Thanks', start: 0.1, end: 0.4 }] },
              { role: 'user', content: 'I need a visit tomorrow.', words: [{ word: 'I', start: 2, end: 2.1 }] },
            ],
          }
        : {}),
      ...(event === 'call_analyzed'
        ? {
            call_analysis: {
              call_summary: 'The caller asked for a visit.',
              user_sentiment: 'Positive',
              call_successful: true,
              in_voicemail: false,
            },
          }
        : {}),
    },
  }
}

/** A text that reaches a number of ours, in Telnyx's shape. */
export function textReceived(text: {
  readonly eventId: string
  readonly messageId: string
  readonly from: string
  readonly to: string
  readonly body: string
  readonly autoresponseType?: 'STOP' | 'HELP' | 'START'
}): unknown {
  return {
    data: {
      record_type: 'event',
      id: text.eventId,
      event_type: 'message.received',
      occurred_at: new Date().toISOString(),
      payload: {
        id: text.messageId,
        record_type: 'message',
        direction: 'inbound',
        type: 'SMS',
        text: text.body,
        from: { phone_number: text.from, carrier: 'Example', line_type: 'Wireless' },
        to: [{ phone_number: text.to, carrier: 'Telnyx', line_type: 'Toll-Free', status: 'webhook_delivered' }],
        parts: 1,
        encoding: 'GSM-7',
        received_at: new Date().toISOString(),
        ...(text.autoresponseType === undefined ? {} : { autoresponse_type: text.autoresponseType }),
      },
    },
    meta: { attempt: 1, delivered_to: 'https://example.com/api/sms/webhook' },
  }
}
