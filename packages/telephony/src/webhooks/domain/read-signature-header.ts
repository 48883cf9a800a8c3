import { refuseWebhook, type WebhookHeaders, type WebhookRefusal } from './webhook-verification.ts'

const longestHeader = 4_096

/**
 * The one value of a header. A header that came twice, as a list or under two spellings, is refused:
 * which of them a proxy or a later reader would take cannot be known.
 *
 * @param name - in lower case
 */
export function readSignatureHeader(headers: WebhookHeaders, name: string): string | WebhookRefusal {
  const value = isFetchHeaders(headers) ? headers.get(name) : findValue(headers, name)
  if (Array.isArray(value)) return refuseWebhook('repeated_header', `${name} came as a list; send it once.`)
  if (typeof value !== 'string' || value === '') return refuseWebhook('missing_header', `${name} is missing or empty.`)
  if (value.length > longestHeader)
    return refuseWebhook('header_too_long', `${name} is longer than ${longestHeader} characters.`)
  return value
}

export function isFetchHeaders(headers: WebhookHeaders): headers is Headers {
  return typeof headers.get === 'function'
}

/** The value, or the values when the name stands there in more than one spelling. */
function findValue(headers: Readonly<Record<string, unknown>>, name: string): unknown {
  let found: unknown
  for (const key of Object.keys(headers)) {
    if (key.length !== name.length || key.toLowerCase() !== name) continue
    const value = headers[key]
    if (value === undefined) continue
    if (found !== undefined) return [found, value]
    found = value
  }
  return found
}
