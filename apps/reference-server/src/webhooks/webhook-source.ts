import type { IncomingHttpHeaders } from 'node:http'

import { diagnoseRetellWebhook, verifyRetellWebhook } from '@cloudgreet/telephony/retell'
import { diagnoseTelnyxWebhook, verifyTelnyxWebhook } from '@cloudgreet/telephony/telnyx'
import type { WebhookDiagnosis, WebhookVerification } from '@cloudgreet/telephony'

import type { KeyKind, WebhookKeys } from './webhook-keys.ts'
import type { WebhookProvider } from './webhook-traffic.ts'

/** A vendor that sends webhooks, and how its signature is checked: by the keys of this moment. */
export interface WebhookSource {
  readonly provider: WebhookProvider
  readonly keyKinds: readonly KeyKind[]
  verify(rawBody: Uint8Array, headers: IncomingHttpHeaders, now: Date): Promise<WebhookVerification>
  /** Which mistake was made. For after the answer, and for operators. */
  diagnose(rawBody: Uint8Array, headers: IncomingHttpHeaders, now: Date): Promise<WebhookDiagnosis | undefined>
}

/** Node joins a header that came more than once into one text, which no signature survives. */
type FlatHeaders = Readonly<Record<string, string | undefined>>

/** @param keys - webhook secrets and API keys: any of them may have signed */
export function retellSource(keys: () => WebhookKeys): WebhookSource {
  return {
    provider: 'retell',
    get keyKinds() {
      return keys().kinds
    },
    verify: (rawBody, headers, now) =>
      verifyRetellWebhook({ rawBody, headers: headers as FlatHeaders, secrets: keys().values, now }),
    diagnose: (rawBody, headers, now) => {
      const { values: secrets, others: otherSecrets } = keys()
      return diagnoseRetellWebhook({ rawBody, headers: headers as FlatHeaders, secrets, otherSecrets, now })
    },
  }
}

export function telnyxSource(keys: () => WebhookKeys): WebhookSource {
  return {
    provider: 'telnyx',
    get keyKinds() {
      return keys().kinds
    },
    verify: (rawBody, headers, now) =>
      verifyTelnyxWebhook({ rawBody, headers: headers as FlatHeaders, publicKeys: keys().values, now }),
    diagnose: (rawBody, headers, now) => {
      const { values: publicKeys, others: otherSecrets } = keys()
      return diagnoseTelnyxWebhook({ rawBody, headers: headers as FlatHeaders, publicKeys, otherSecrets, now })
    },
  }
}
