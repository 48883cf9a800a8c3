import { createHmac, createPrivateKey, sign } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { diagnoseTelnyxWebhook } from './diagnose-telnyx-webhook.ts'
import { signRetellWebhook } from './retell-signature.ts'
import { createTelnyxKeyPair, parseTelnyxPrivateKey } from './telnyx-keys.ts'
import { signTelnyxWebhook } from './telnyx-signature.ts'

const now = new Date('2026-01-15T12:00:00.000Z')
const seconds = String(now.getTime() / 1_000)
const { publicKey, privateKey } = createTelnyxKeyPair()
const key = createPrivateKey(parseTelnyxPrivateKey(privateKey).export({ format: 'pem', type: 'pkcs8' }))
const rawBody = '{"data":{"id":"event_1","event_type":"message.received"}}'
const headersOf = (signed: string, { timestamp = seconds, encoding = 'base64' as BufferEncoding } = {}) => ({
  'telnyx-signature-ed25519': sign(null, Buffer.from(signed), key).toString(encoding),
  'telnyx-timestamp': timestamp,
})

const diagnose = (headers: Record<string, string>, changes = {}) =>
  diagnoseTelnyxWebhook({ rawBody, headers, publicKeys: [publicKey], now, ...changes })
const codesOf = async (...input: Parameters<typeof diagnose>) => {
  const diagnosis = await diagnose(...input)
  return [diagnosis?.isExplained, ...(diagnosis?.mistakes ?? []).map(({ code }) => code)]
}

describe('diagnoseTelnyxWebhook', () => {
  it('has nothing to say about a webhook that is right', async () => {
    expect(await diagnose(headersOf(`${seconds}|${rawBody}`))).toBeUndefined()
  })

  it.each([
    ['body_reserialized', headersOf(`${seconds}|${JSON.stringify(JSON.parse(rawBody), undefined, 2)}`)],
    ['body_newline', headersOf(`${seconds}|${rawBody}\n`)],
    ['body_bom', headersOf(`${seconds}|\u{FEFF}${rawBody}`)],
    ['other_layout', headersOf(`${seconds}.${rawBody}`)],
    ['other_layout', headersOf(`${rawBody}${seconds}`)],
    ['other_layout', headersOf(rawBody)],
    ['signature_encoding', headersOf(`${seconds}|${rawBody}`, { encoding: 'hex' })],
    ['signature_encoding', headersOf(`${seconds}|${rawBody}`, { encoding: 'base64url' })],
    ['milliseconds_for_seconds', headersOf(`${seconds}000|${rawBody}`, { timestamp: `${seconds}000` })],
    ['milliseconds_for_seconds', headersOf(`${seconds}000|${rawBody}`)],
    ['other_timestamp', { ...headersOf(`1700000000|${rawBody}`), 'webhook-timestamp': '1700000000' }],
  ])('sees %s', async (code, headers) => {
    expect(await codesOf(headers)).toEqual([true, code])
  })

  it('measures the clocks', async () => {
    const headers = await signTelnyxWebhook({ rawBody, privateKey, now: new Date(now.getTime() - 3_600_000) })
    expect(await diagnose(headers)).toMatchObject({
      isExplained: true,
      skewSeconds: 3_600,
      mistakes: [{ code: 'clock_skew' }],
    })
  })

  it('sees a shared secret where a key pair is wanted, and a key of another place', async () => {
    const digest = createHmac('sha256', 'key_1').update(`${seconds}|${rawBody}`).digest('base64')
    const shared = { 'telnyx-signature-ed25519': digest, 'telnyx-timestamp': seconds }
    expect(await codesOf(shared)).toEqual([false, 'wrong_secret_kind', 'unexplained'])
    const sandbox = createTelnyxKeyPair()
    expect(
      await codesOf(await signTelnyxWebhook({ rawBody, privateKey: sandbox.privateKey, now }), {
        otherSecrets: [{ kind: "the sandbox's Telnyx key", secret: sandbox.publicKey }],
      }),
    ).toEqual([true, 'wrong_secret_kind'])
  })

  it('names what needs no signature, and admits when it cannot tell', async () => {
    const headers = headersOf(`${seconds}|${rawBody}`)
    expect(await codesOf({})).toEqual([false, 'unsigned'])
    expect(await codesOf(await signRetellWebhook({ rawBody, secret: 'key_1', now }))).toEqual([false, 'other_vendor'])
    expect(await codesOf(headers, { publicKeys: ['KEY0123'] })).toEqual([false, 'unusable_key'])
    const { 'telnyx-timestamp': _time, ...timeless } = headers
    expect(await codesOf(timeless)).toEqual([false, 'header_format', 'unexplained'])
    const stranger = createTelnyxKeyPair()
    expect(await codesOf(await signTelnyxWebhook({ rawBody, privateKey: stranger.privateKey, now }))).toEqual([
      false,
      'unexplained',
    ])
    expect(await codesOf({ ...headers, 'telnyx-signature-ed25519': '!' })).toEqual([
      false,
      'header_format',
      'unexplained',
    ])
  })
})
