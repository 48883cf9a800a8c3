/** Why a webhook was refused. None of them says which key was close. */
export type WebhookRefusalReason =
  | 'no_secrets'
  | 'invalid_key'
  | 'missing_header'
  | 'repeated_header'
  | 'header_too_long'
  | 'bad_format'
  | 'stale'
  | 'future'
  | 'mismatch'

export type WebhookRefusal = {
  readonly ok: false
  readonly reason: WebhookRefusalReason
  /** For the operator: what was found and what would be right. Never holds a key, a digest or the body. */
  readonly detail: string
}

export type WebhookVerification =
  | {
      readonly ok: true
      /** Position of the key that signed, so that a rotation can be watched. */
      readonly keyIndex: number
      readonly signedAt: Date
    }
  | WebhookRefusal

/** As the Fetch API or Node hand them over. Names are matched without regard to case. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | undefined>>

/** Longest age, and furthest lead, of a signature in milliseconds; exactly this much passes (both vendors' SDKs). */
export const signatureToleranceMs = 300_000

/** Refuses signatures outside the window; an invalid `now` refuses all. */
export function checkSignatureAge(signedAtMs: number, now: Date): WebhookRefusal | undefined {
  const ageMs = now.getTime() - signedAtMs
  if (ageMs >= -signatureToleranceMs && ageMs <= signatureToleranceMs) return undefined
  const distance = `${Math.abs(Math.round(ageMs / 1_000))} s`
  return ageMs < 0
    ? refuseWebhook('future', `Signed ${distance} ahead of this clock; at most 300 s pass. Compare the clocks.`)
    : refuseWebhook('stale', `Signed ${distance} ago; at most 300 s pass. An old delivery, or this clock is ahead.`)
}

export function refuseWebhook(reason: WebhookRefusalReason, detail: string): WebhookRefusal {
  return { ok: false, reason, detail }
}
