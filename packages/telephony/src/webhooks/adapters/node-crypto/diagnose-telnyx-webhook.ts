import { type LooseSignature, readSignatureLoosely } from '../../domain/read-loosely.ts'
import {
  type OtherSecret,
  toMistake,
  type WebhookDiagnosis,
  type WebhookMistake,
} from '../../domain/webhook-diagnosis.ts'
import { diagnoseSignature, readHeader } from './diagnose-signature.ts'
import { type TelnyxWebhookInput, verifyTelnyxWebhook } from './telnyx-signature.ts'

export type TelnyxDiagnosisInput = TelnyxWebhookInput & {
  /** Keys and secrets of other purposes, by which somebody may have signed in error. Default: none. */
  readonly otherSecrets?: readonly OtherSecret[] | undefined
}

const signatureHeader = 'telnyx-signature-ed25519'
const timestampHeader = 'telnyx-timestamp'
const hmacLength = 32

/**
 * Says which mistake was made where {@link verifyTelnyxWebhook} refused, and accepts nothing. Bounded work: at most
 * 300 signatures and 8 MiB are hashed; bodies over 256 KiB are not rewritten.
 *
 * Run it after the answer, and show it to operators alone: to a sender it would be an oracle.
 *
 * @returns undefined when the webhook is right
 */
export async function diagnoseTelnyxWebhook(input: TelnyxDiagnosisInput): Promise<WebhookDiagnosis | undefined> {
  const { rawBody, headers, publicKeys: keys, otherSecrets = [], now = new Date() } = input
  const verification = await verifyTelnyxWebhook({ ...input, now })
  if (verification.ok) return undefined
  const { reason } = verification
  return diagnoseSignature({ reason, vendor: 'telnyx', rawBody, headers, keys, otherSecrets, now }, (value) => {
    const timestamp = readHeader(headers, timestampHeader)
    const signature = readSignatureLoosely(value)
    const mistakes = [...findTimeMistakes(timestamp), ...findSignatureMistakes(signature)]
    return { timestamp, signature: signature?.bytes, mistakes }
  })
}

function findTimeMistakes(timestamp: string | undefined): WebhookMistake[] {
  if (timestamp !== undefined && /^[1-9]\d{9}$/.test(timestamp)) return []
  const isMilliseconds = /^\d{13}$/.test(timestamp ?? '')
  return isMilliseconds
    ? [toMistake('milliseconds_for_seconds', `${timestampHeader} has 13 digits: milliseconds.`)]
    : [toMistake('header_format', `${timestampHeader} is not seconds since 1970 in 10 digits.`)]
}

function findSignatureMistakes(signature: LooseSignature | undefined): WebhookMistake[] {
  if (signature === undefined) return [toMistake('header_format', `${signatureHeader} is not base64.`)]
  const { bytes, encoding } = signature
  if (bytes.length === hmacLength)
    return [toMistake('wrong_secret_kind', `${signatureHeader} has 32 bytes: an HMAC by a shared secret, not Ed25519.`)]
  if (encoding === 'base64') return []
  return [toMistake('signature_encoding', `The signature is ${encoding}, not padded base64.`)]
}
