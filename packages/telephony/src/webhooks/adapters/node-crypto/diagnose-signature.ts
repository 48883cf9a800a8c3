import { readTimeMs } from '../../domain/read-loosely.ts'
import { isFetchHeaders } from '../../domain/read-signature-header.ts'
import { guessSignedBytes } from '../../domain/signing-guesses.ts'
import {
  type OtherSecret,
  toMistake,
  type WebhookDiagnosis,
  type WebhookMistake,
} from '../../domain/webhook-diagnosis.ts'
import {
  signatureToleranceMs,
  type WebhookHeaders,
  type WebhookRefusalReason,
} from '../../domain/webhook-verification.ts'
import { findGuess } from './find-guess.ts'

/** Headers that hold a timestamp at other senders, or at the other vendor. */
const timestampHeaders = [
  'telnyx-timestamp',
  'webhook-timestamp',
  'svix-timestamp',
  'x-timestamp',
  'x-request-timestamp',
]
const signatureHeaders = { retell: 'x-retell-signature', telnyx: 'telnyx-signature-ed25519' } as const

/** The value of a header, the first where it stands twice. */
export function readHeader(headers: WebhookHeaders, name: string): string | undefined {
  const value: unknown = isFetchHeaders(headers)
    ? headers.get(name)
    : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return typeof value === 'string' && value !== '' && value.length <= 4_096 ? value : undefined
}

function findOtherTimestamps(headers: WebhookHeaders): Readonly<Record<string, string>> {
  const found = timestampHeaders.map((name) => [name, readHeader(headers, name)] as const)
  return Object.fromEntries(found.filter((pair): pair is [string, string] => /^\d{9,17}$/.test(pair[1] ?? '')))
}

export type RefusedSignature = {
  readonly reason: WebhookRefusalReason
  readonly vendor: 'retell' | 'telnyx'
  readonly rawBody: Uint8Array | string
  readonly headers: WebhookHeaders
  readonly keys: readonly string[]
  readonly otherSecrets: readonly OtherSecret[]
  readonly now: Date
}

/** What the headers hold, however they are written. */
export type LooseHeaders = {
  readonly timestamp: string | undefined
  /** Undefined when no signature can be read. */
  readonly signature: Uint8Array | undefined
  /** What is wrong with the form alone. */
  readonly mistakes: readonly WebhookMistake[]
}

/** Finds the mistakes: those of the headers, those under which the signature fits, and the clock's. */
export function diagnoseSignature(
  refused: RefusedSignature,
  readHeaders: (signature: string) => LooseHeaders,
): WebhookDiagnosis {
  const { reason, vendor, rawBody, headers, keys, otherSecrets, now } = refused
  const value = readHeader(headers, signatureHeaders[vendor])
  if (value === undefined || plainReasons.has(reason))
    return { reason, isExplained: false, mistakes: [findPlainMistake(refused)], skewSeconds: null }

  const { timestamp, signature, mistakes: inHeaders } = readHeaders(value)
  const body = typeof rawBody === 'string' ? Buffer.from(rawBody) : rawBody
  const otherTimestamps = findOtherTimestamps(headers)
  const guesses = guessSignedBytes({ body, timestamp, otherTimestamps, layout: vendor })
  const found = signature === undefined ? undefined : findGuess({ signature, guesses, keys, otherSecrets })
  const signedAtMs = readTimeMs(timestamp)
  const ageMs = signedAtMs === null ? null : now.getTime() - signedAtMs
  const mistakes = [...(found ?? []), ...inHeaders]
  if (ageMs !== null && Math.abs(ageMs) > signatureToleranceMs) mistakes.push(toSkew(ageMs))
  if (found === undefined)
    mistakes.push(toMistake('unexplained', 'The signature fits none of the keys, nor any usual mistake.'))
  return {
    reason,
    isExplained: found !== undefined,
    mistakes: keepFirsts(mistakes),
    skewSeconds: ageMs === null ? null : Math.round(ageMs / 1_000),
  }
}

/** Refusals that say all there is: no signature is looked at. */
const plainReasons: ReadonlySet<WebhookRefusalReason> = new Set([
  'no_secrets',
  'invalid_key',
  'repeated_header',
  'header_too_long',
])

function findPlainMistake({ reason, vendor, headers, keys }: RefusedSignature): WebhookMistake {
  if (reason === 'no_secrets') return toMistake('unusable_key', 'No key is configured for this route.')
  if (reason === 'invalid_key')
    return toMistake('unusable_key', `None of the ${keys.length} configured keys can be used.`)
  if (reason === 'repeated_header') return toMistake('repeated_header', 'A signature header came more than once.')
  if (reason === 'header_too_long')
    return toMistake('header_format', 'A signature header is longer than 4,096 characters.')
  const foreign = signatureHeaders[vendor === 'retell' ? 'telnyx' : 'retell']
  return readHeader(headers, foreign) === undefined
    ? toMistake('unsigned', 'The signature header is missing or empty, and no other vendor signed.')
    : toMistake('other_vendor', `The request carries ${foreign}: it is meant for the other route.`)
}

/** Each code once: what explains the signature comes before what the headers show. */
function keepFirsts(mistakes: readonly WebhookMistake[]): readonly WebhookMistake[] {
  return mistakes.filter(({ code }, index) => mistakes.findIndex((other) => other.code === code) === index)
}

function toSkew(ageMs: number): WebhookMistake {
  const distance = `${Math.abs(Math.round(ageMs / 1_000))} s`
  return toMistake('clock_skew', ageMs < 0 ? `Signed ${distance} ahead of this clock.` : `Signed ${distance} ago.`)
}
