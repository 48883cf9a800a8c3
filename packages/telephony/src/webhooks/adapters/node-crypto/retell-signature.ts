import { timingSafeEqual } from 'node:crypto'

import { InvalidArgumentError } from '@cloudgreet/core'

import { readSignatureHeader } from '../../domain/read-signature-header.ts'
import {
  checkSignatureAge,
  refuseWebhook,
  type WebhookHeaders,
  type WebhookVerification,
} from '../../domain/webhook-verification.ts'
import { hmacSha256, prepareHmacKey } from './hmac-sha256.ts'
import { cacheKeys } from './key-cache.ts'

export type RetellWebhookInput = {
  /** The body as received; parsed and written again it is other bytes. */
  readonly rawBody: Uint8Array | string
  readonly headers: WebhookHeaders
  /** API keys of the workspace; the one with the webhook badge signs. Several during a rotation. */
  readonly secrets: readonly string[]
  /** Default: the machine's clock. */
  readonly now?: Date | undefined
}

const headerName = 'x-retell-signature'
/** Milliseconds as 13 digits: nothing separates body and time in what is signed, so a digit must not change sides. */
const headerShape = /^v=[1-9]\d{12},d=[0-9a-f]{64}$/
const secondSignature = /,\s*v=/
const digestStart = 18
const digestLength = 64

const keyOf = cacheKeys(prepareHmacKey)
const given = Buffer.alloc(digestLength)
const computed = Buffer.alloc(digestLength)

/**
 * Checks that Retell signed these bytes in the last 300 s.
 *
 * Canonical forms only: upper-case hexadecimal, which Retell never sends, is `bad_format`.
 * Every secret is tried, whichever matches.
 */
export async function verifyRetellWebhook(input: RetellWebhookInput): Promise<WebhookVerification> {
  const { rawBody, headers, secrets, now = new Date() } = input
  if (secrets.length === 0)
    return refuseWebhook('no_secrets', 'No secret is set: give the API key with the webhook badge.')
  const header = readSignatureHeader(headers, headerName)
  if (typeof header !== 'string') return header
  if (!headerShape.test(header)) return refuseShape(header)
  const timestamp = header.slice(2, 15)
  const signedAtMs = Number(timestamp)
  const outOfTime = checkSignatureAge(signedAtMs, now)
  if (outOfTime !== undefined) return outOfTime

  const body = bytesOf(rawBody)
  const digest = header.slice(digestStart)
  let keyIndex = -1
  let usable = 0
  for (let index = 0; index < secrets.length; index += 1) {
    const key = keyOf(secrets[index] ?? '')
    if (key === undefined) continue
    usable += 1
    if (isSameDigest(digest, hmacSha256(key, body, timestamp)) && keyIndex === -1) keyIndex = index
  }
  if (keyIndex !== -1) return { ok: true, keyIndex, signedAt: new Date(signedAtMs) }
  return usable === 0
    ? refuseWebhook('invalid_key', 'Every secret is empty.')
    : refuseWebhook(
        'mismatch',
        `None of the ${usable} secrets tried signed these bytes (${secrets.length - usable} empty).`,
      )
}

/**
 * Signs as Retell does.
 *
 * @returns the headers to send
 * @throws {InvalidArgumentError} when the secret is empty
 */
export async function signRetellWebhook(input: {
  readonly rawBody: Uint8Array | string
  readonly secret: string
  readonly now?: Date | undefined
}): Promise<Record<string, string>> {
  const { rawBody, secret, now = new Date() } = input
  const key = keyOf(secret)
  if (key === undefined) throw new InvalidArgumentError('The Retell secret is empty; give an API key.')
  const timestamp = String(now.getTime())
  return { [headerName]: `v=${timestamp},d=${hmacSha256(key, bytesOf(rawBody), timestamp)}` }
}

/** Compares the hexadecimal text in fixed buffers: decoding it first costs a fifth of the whole check at 2 KB. */
function isSameDigest(text: string, expected: string): boolean {
  given.write(text, 'latin1')
  computed.write(expected, 'latin1')
  return timingSafeEqual(given, computed)
}

function bytesOf(rawBody: Uint8Array | string): Uint8Array {
  return typeof rawBody === 'string' ? Buffer.from(rawBody) : rawBody
}

function refuseShape(header: string): WebhookVerification {
  return secondSignature.test(header)
    ? refuseWebhook('repeated_header', `${headerName} holds more than one signature; send it once.`)
    : refuseWebhook('bad_format', `${headerName} is not v=<13 digits>,d=<64 lower-case hexadecimal digits>.`)
}
