import type { IncomingHttpHeaders } from 'node:http'

import { verifyRetellWebhook } from '@cloudgreet/telephony/retell'
import { verifyTelnyxWebhook } from '@cloudgreet/telephony/telnyx'
import type { WebhookVerification } from '@cloudgreet/telephony'

import type { WebhookProvider } from './webhook-traffic.ts'

/** A vendor that sends webhooks, and how its signature is checked. */
export interface WebhookSource {
  readonly provider: WebhookProvider
  verify(rawBody: Uint8Array, headers: IncomingHttpHeaders, now: Date): Promise<WebhookVerification>
}

/** Node joins a header that came more than once into one text, which no signature survives. */
type FlatHeaders = Readonly<Record<string, string | undefined>>

/** @param secrets - webhook secrets and API keys: any of them may have signed */
export function retellSource(secrets: readonly string[]): WebhookSource {
  return {
    provider: 'retell',
    verify: (rawBody, headers, now) => verifyRetellWebhook({ rawBody, headers: headers as FlatHeaders, secrets, now }),
  }
}

export function telnyxSource(publicKeys: readonly string[]): WebhookSource {
  return {
    provider: 'telnyx',
    verify: (rawBody, headers, now) =>
      verifyTelnyxWebhook({ rawBody, headers: headers as FlatHeaders, publicKeys, now }),
  }
}
