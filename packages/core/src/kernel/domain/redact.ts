import { maskPhoneNumber } from './phone-number.ts'

const secretNames =
  /pass(word|phrase)|secret|token|authorization|cookie|signature|api_?key|private_?key|transcript|^ticket$|^body$/i
const phone = /\+\d{8,15}\b/g
const bearer = /\b(Bearer\s+|v=\d+,d=|eyJ[\w-]{8,}\.)[\w.=+/-]+/g
const longestText = 2_000
const deepest = 6

function redactText(text: string): string {
  const capped = text.length > longestText ? `${text.slice(0, longestText)}…` : text
  return capped.replace(phone, maskPhoneNumber).replace(bearer, '$1[redacted]')
}

/**
 * A copy fit for a log line: secrets and transcripts by name of their field, telephone numbers masked,
 * long texts cut at 2,000 characters, nesting cut at 6.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '[too deep]'
  if (value instanceof Date) return value
  if (value instanceof Error) return redact(describeError(value), depth + 1)
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretNames.test(name) && item !== undefined ? '[redacted]' : redact(item, depth + 1),
    ]),
  )
}

function describeError(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error
  const code = 'code' in error ? error.code : undefined
  return { name, message, code, stack, cause }
}
