import { type KeyObject, sign, verify } from 'node:crypto'

import { readSignatureHeader } from '../../domain/read-signature-header.ts'
import {
  checkSignatureAge,
  refuseWebhook,
  type WebhookHeaders,
  type WebhookVerification,
} from '../../domain/webhook-verification.ts'
import { parseTelnyxPrivateKey, telnyxPublicKeyOf } from './telnyx-keys.ts'

export type TelnyxWebhookInput = {
  /** The body as received; parsed and written again it is other bytes. */
  readonly rawBody: Uint8Array | string
  readonly headers: WebhookHeaders
  /** Base64 of the raw 32 bytes, as Mission Control shows them. Several during a rotation. */
  readonly publicKeys: readonly string[]
  /** Default: the machine's clock. */
  readonly now?: Date | undefined
}

const signatureHeader = 'telnyx-signature-ed25519'
const timestampHeader = 'telnyx-timestamp'
/** Padded base64 of 64 bytes in its one canonical spelling: the last digit carries two bits. */
const signatureShape = /^[A-Za-z0-9+/]{85}[AQgw]==$/
const timestampShape = /^[1-9]\d{9}$/
/** Fresh memory for each 64 KB body costs a tenth of the check. */
const scratch = Buffer.alloc(131_072)

/**
 * Checks that Telnyx signed these bytes in the last 300 s.
 *
 * Canonical forms only. Every key is tried, whichever matches.
 */
export async function verifyTelnyxWebhook(input: TelnyxWebhookInput): Promise<WebhookVerification> {
  const { rawBody, headers, publicKeys, now = new Date() } = input
  if (publicKeys.length === 0) return refuseWebhook('no_secrets', 'No public key is set: copy it from Mission Control.')
  const signature = readSignatureHeader(headers, signatureHeader)
  if (typeof signature !== 'string') return signature
  const timestamp = readSignatureHeader(headers, timestampHeader)
  if (typeof timestamp !== 'string') return timestamp
  if (!signatureShape.test(signature)) return refuseShape(signatureHeader, signature, 'padded base64 of 64 bytes')
  if (!timestampShape.test(timestamp)) return refuseShape(timestampHeader, timestamp, 'seconds since 1970 in 10 digits')
  const signedAtMs = Number(timestamp) * 1_000
  const outOfTime = checkSignatureAge(signedAtMs, now)
  if (outOfTime !== undefined) return outOfTime

  const message = messageOf(timestamp, rawBody)
  const signatureBytes = Buffer.from(signature, 'base64')
  let keyIndex = -1
  let usable = 0
  for (let index = 0; index < publicKeys.length; index += 1) {
    const key = telnyxPublicKeyOf(publicKeys[index] ?? '')
    if (key === undefined) continue
    usable += 1
    if (verify(null, message, key, signatureBytes) && keyIndex === -1) keyIndex = index
  }
  if (keyIndex !== -1) return { ok: true, keyIndex, signedAt: new Date(signedAtMs) }
  const unusable = publicKeys.length - usable
  return usable === 0
    ? refuseWebhook('invalid_key', 'No public key is padded base64 of 32 bytes; copy it from Mission Control.')
    : refuseWebhook('mismatch', `None of the ${usable} public keys tried fits these bytes (${unusable} unreadable).`)
}

/**
 * Signs as Telnyx does.
 *
 * @param input - `privateKey`: a key object, PEM, or base64 of the 32-byte seed, of libsodium's 64 bytes or of PKCS #8
 * @returns the headers to send
 * @throws {InvalidArgumentError} when the key is no Ed25519 private key
 */
export async function signTelnyxWebhook(input: {
  readonly rawBody: Uint8Array | string
  readonly privateKey: string | KeyObject
  readonly now?: Date | undefined
}): Promise<Record<string, string>> {
  const { rawBody, privateKey, now = new Date() } = input
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const signature = sign(null, messageOf(timestamp, rawBody), parseTelnyxPrivateKey(privateKey))
  return { [signatureHeader]: signature.toString('base64'), [timestampHeader]: timestamp }
}

/** What is signed: the timestamp, a bar, the body. One copy, valid until the next call: nothing here waits. */
function messageOf(timestamp: string, rawBody: Uint8Array | string): Uint8Array {
  if (typeof rawBody === 'string') return Buffer.from(`${timestamp}|${rawBody}`)
  const prefix = `${timestamp}|`
  const length = prefix.length + rawBody.length
  const message = length <= scratch.length ? scratch.subarray(0, length) : Buffer.allocUnsafe(length)
  message.write(prefix, 'latin1')
  message.set(rawBody, prefix.length)
  return message
}

function refuseShape(header: string, value: string, shape: string): WebhookVerification {
  return value.includes(',')
    ? refuseWebhook('repeated_header', `${header} came more than once; send it once.`)
    : refuseWebhook('bad_format', `${header} is not ${shape}.`)
}
