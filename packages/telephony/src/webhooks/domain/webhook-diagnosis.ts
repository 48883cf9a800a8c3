import type { WebhookRefusalReason } from './webhook-verification.ts'

/** What to do about each mistake. The codes are stable. */
const advice = {
  unsigned: 'Look whether the sender is the vendor, and whether a proxy in between drops the header.',
  other_vendor: 'Give each vendor the address of its own route.',
  repeated_header: 'Find the proxy that adds the header again, and let it through once.',
  header_format: 'Send the header as the vendor does; a test needs no more than the sign function of this package.',
  unusable_key: 'Correct the configured key; an empty or unreadable one is never tried.',
  wrong_secret_kind: 'Put the right secret in its place: at the sender, or in the configuration of this server.',
  signature_encoding:
    'Encode the signature as the vendor does: lower-case hexadecimal (Retell), padded base64 (Telnyx).',
  seconds_for_milliseconds: 'Use milliseconds since 1970 (13 digits).',
  milliseconds_for_seconds: 'Use seconds since 1970 (10 digits).',
  other_timestamp: 'Sign the very timestamp that stands beside the signature.',
  other_layout: 'Join body and timestamp as the vendor does: body then time (Retell), time, bar, body (Telnyx).',
  body_reserialized: 'Verify the bytes as received, before any JSON parser; and let no proxy rewrite the body.',
  body_bom: 'Sign and send the same bytes: an editor or a proxy added or took a byte order mark.',
  body_newline:
    'Sign and send the same bytes: `echo` adds a line feed, `curl -d @file` takes them away; use --data-binary.',
  body_charset: 'Read and write the body as bytes; somewhere its UTF-8 was decoded as Latin-1.',
  clock_skew: 'Compare both clocks with a time server. If they agree, an old delivery was sent again: sign it anew.',
  unexplained:
    'Compare the secrets of both sides. Retell signs with the API key that has the webhook badge, and with no other.',
} as const

export type WebhookMistakeCode = keyof typeof advice

export type WebhookMistake = {
  readonly code: WebhookMistakeCode
  /** What was found. */
  readonly finding: string
  /** What to do next. */
  readonly advice: string
}

/**
 * What is wrong with a refused webhook. For operators only: whoever is told that the signature would fit other bytes
 * learns something about the key.
 */
export type WebhookDiagnosis = {
  readonly reason: WebhookRefusalReason
  /** True when the signature fits a configured secret once the mistakes are undone. */
  readonly isExplained: boolean
  /** At least one. */
  readonly mistakes: readonly WebhookMistake[]
  /** Seconds from the signature to this clock, negative for one from the future; null when no time can be read. */
  readonly skewSeconds: number | null
}

/** A secret of another purpose, by which somebody may have signed in error. */
export type OtherSecret = {
  /** Its name, such as that of its variable: it stands in the diagnosis. */
  readonly kind: string
  readonly secret: string
}

export function toMistake(code: WebhookMistakeCode, finding: string): WebhookMistake {
  return { code, finding, advice: advice[code] }
}
