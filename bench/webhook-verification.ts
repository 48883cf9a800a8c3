import {
  createHmac,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto'

import { signRetellWebhook, verifyRetellWebhook } from '@cloudgreet/telephony/retell'
import { signTelnyxWebhook, verifyTelnyxWebhook } from '@cloudgreet/telephony/telnyx'
import { verify as retellSdkVerify } from 'retell-sdk'
import Telnyx from 'telnyx'

import { callPayload } from './call-payload.ts'
import { compare } from './compare.ts'

const secret = 'key_0123456789abcdef0123456789abcdef'

for (const bytes of [2_048, 65_536]) {
  await compareRetell(bytes)
  await compareTelnyx(bytes)
}

async function compareRetell(bytes: number): Promise<void> {
  const text = callPayload(bytes)
  const body = Buffer.from(text)
  const key = createSecretKey(Buffer.from(secret))
  const digest = createHmac('sha256', key).update(body).digest()
  const headers = await signRetellWebhook({ rawBody: body, secret })
  const signature = headers['x-retell-signature'] ?? headers['X-Retell-Signature'] ?? ''
  const secrets = [secret]
  await compare(
    `Retell verification, ${body.length} bytes`,
    {
      name: 'bare node:crypto HMAC',
      run: () => timingSafeEqual(createHmac('sha256', key).update(body).digest(), digest),
    },
    [
      {
        name: '@cloudgreet/telephony',
        goal: bytes > 10_000 ? 0.97 : 0.85,
        run: () => verifyRetellWebhook({ rawBody: body, headers, secrets }),
      },
      {
        name: '@cloudgreet/telephony, 16 at once',
        operations: 16,
        run: () =>
          Promise.all(Array.from({ length: 16 }, () => verifyRetellWebhook({ rawBody: body, headers, secrets }))),
      },
      { name: 'retell-sdk', run: () => retellSdkVerify(text, secret, signature) },
      {
        name: 'retell-sdk, 16 at once',
        operations: 16,
        run: () => Promise.all(Array.from({ length: 16 }, () => retellSdkVerify(text, secret, signature))),
      },
    ],
  )
  await compare(
    `Retell verification beside its SDK, ${body.length} bytes`,
    { name: 'retell-sdk', run: () => retellSdkVerify(text, secret, signature) },
    [
      {
        name: '@cloudgreet/telephony',
        goal: bytes > 10_000 ? undefined : 15,
        run: () => verifyRetellWebhook({ rawBody: body, headers, secrets }),
      },
    ],
  )
}

async function compareTelnyx(bytes: number): Promise<void> {
  const text = callPayload(bytes)
  const body = Buffer.from(text)
  const pair = generateKeyPairSync('ed25519')
  const raw = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')
  const publicKey = createPublicKey(pair.privateKey)
  const signed = Buffer.from(`1768489200|${text}`)
  const signature = sign(null, signed, pair.privateKey)
  const headers = await signTelnyxWebhook({ rawBody: body, privateKey: pair.privateKey })
  const telnyx = new Telnyx({ apiKey: 'KEY', publicKey: raw })
  const publicKeys = [raw]
  await compare(
    `Telnyx verification, ${body.length} bytes`,
    { name: 'bare Ed25519', run: () => verify(null, signed, publicKey, signature) },
    [
      {
        name: '@cloudgreet/telephony',
        goal: 0.95,
        run: () => verifyTelnyxWebhook({ rawBody: body, headers, publicKeys }),
      },
      { name: 'telnyx webhooks.unwrap (parses, too)', run: () => telnyx.webhooks.unwrap(text, { headers }) },
    ],
  )
  await compare(
    `Telnyx verification beside its SDK, ${body.length} bytes`,
    { name: 'telnyx webhooks.unwrap (parses, too)', run: () => telnyx.webhooks.unwrap(text, { headers }) },
    [
      {
        name: '@cloudgreet/telephony',
        goal: 1.9,
        run: () => verifyTelnyxWebhook({ rawBody: body, headers, publicKeys }),
      },
    ],
  )
}
