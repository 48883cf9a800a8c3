import { type LooseSignature, readSignatureLoosely } from '../../domain/read-loosely.ts'
import {
  type OtherSecret,
  toMistake,
  type WebhookDiagnosis,
  type WebhookMistake,
} from '../../domain/webhook-diagnosis.ts'
import { diagnoseSignature, type LooseHeaders } from './diagnose-signature.ts'
import { type RetellWebhookInput, verifyRetellWebhook } from './retell-signature.ts'

export type RetellDiagnosisInput = RetellWebhookInput & {
  /** Secrets of other purposes, by which somebody may have signed in error. Default: none. */
  readonly otherSecrets?: readonly OtherSecret[] | undefined
}

const digestLength = 32
const canonicalShape = /^v=[1-9]\d{12},d=[0-9a-f]{64}$/

/**
 * Says which mistake was made where {@link verifyRetellWebhook} refused, and accepts nothing. Bounded work: at most
 * 300 signatures and 8 MiB are hashed; bodies over 256 KiB are not rewritten.
 *
 * Run it after the answer, and show it to operators alone: to a sender it would be an oracle.
 *
 * @returns undefined when the webhook is right
 */
export async function diagnoseRetellWebhook(input: RetellDiagnosisInput): Promise<WebhookDiagnosis | undefined> {
  const { rawBody, headers, secrets: keys, otherSecrets = [], now = new Date() } = input
  const verification = await verifyRetellWebhook({ ...input, now })
  if (verification.ok) return undefined
  const { reason } = verification
  return diagnoseSignature({ reason, vendor: 'retell', rawBody, headers, keys, otherSecrets, now }, readLoosely)
}

/** Time and signature of any header that resembles Retell's, or Stripe's, or that is a signature alone. */
function readLoosely(value: string): LooseHeaders {
  const timestamp = /(?:^|[,;\s])[vt]\s*=\s*(\d{9,17})(?!\d)/i.exec(value)?.[1]
  const text = /(?:^|[,;\s])(?:d|v1)\s*=\s*([\w+/=-]+)/i.exec(value)?.[1]
  const read = readSignatureLoosely(text ?? value)
  const signature = read?.bytes.length === digestLength ? read : undefined
  const mistakes = canonicalShape.test(value) ? [] : findMistakes(timestamp, signature)
  return { timestamp, signature: signature?.bytes, mistakes }
}

function findMistakes(timestamp: string | undefined, signature: LooseSignature | undefined): WebhookMistake[] {
  const mistakes: WebhookMistake[] = []
  if (timestamp !== undefined && /^\d{10}$/.test(timestamp))
    mistakes.push(toMistake('seconds_for_milliseconds', 'The timestamp of the header has 10 digits: seconds.'))
  if (signature !== undefined && signature.encoding !== 'hexadecimal')
    mistakes.push(
      toMistake('signature_encoding', `The signature is ${signature.encoding}, not lower-case hexadecimal.`),
    )
  if (mistakes.length > 0) return mistakes
  return [toMistake('header_format', 'The header is not v=<13 digits>,d=<64 lower-case hexadecimal digits>.')]
}
