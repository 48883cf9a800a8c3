import { parseWebhookBody } from './parse-webhook-body.ts'
import { toMistake, type WebhookMistake } from './webhook-diagnosis.ts'

/** Bytes that may have been signed in place of those received, and the mistake that lies between them. */
export type BodyVariant = { readonly bytes: Uint8Array; readonly mistake: WebhookMistake }

/** Longest body that is parsed and written in other ways. */
const longestRewritten = 262_144

const bom = new Uint8Array([0xef, 0xbb, 0xbf])
const utf8 = new TextEncoder()

/** The bodies that usual mistakes make of one another, the likeliest first; none of them is the body itself. */
export function* toBodyVariants(body: Uint8Array): Generator<BodyVariant> {
  yield* toEdgeVariants(body)
  if (body.length > longestRewritten) return
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body)
  yield* toCharsetVariants(body, text)
  const parsed = parseWebhookBody(body)
  if (!parsed.ok) return
  for (const [style, written] of toSpellings(parsed.value)) {
    if (written === text) continue
    const finding = `The signature fits the same JSON, ${style}: the body was parsed and written again.`
    yield { bytes: utf8.encode(written), mistake: toMistake('body_reserialized', finding) }
  }
}

/** Byte order mark and line ends: what editors, shells and proxies add or take. */
function* toEdgeVariants(body: Uint8Array): Generator<BodyVariant> {
  if (bom.every((byte, index) => body[index] === byte))
    yield { bytes: body.subarray(3), mistake: toMistake('body_bom', 'A byte order mark was added after signing.') }
  else yield { bytes: join(bom, body), mistake: toMistake('body_bom', 'A byte order mark was taken after signing.') }
  const end = body.findLastIndex((byte) => byte !== 0x0a && byte !== 0x0d) + 1
  const added = toMistake('body_newline', 'A line end was added after signing.')
  if (end < body.length) yield { bytes: body.subarray(0, end), mistake: added }
  const taken = toMistake('body_newline', 'A line end was taken after signing.')
  for (const lineEnd of ['\n', '\r\n']) yield { bytes: join(body, utf8.encode(lineEnd)), mistake: taken }
}

/** UTF-8 that was read as Latin-1 and written again, before or after signing. */
function* toCharsetVariants(body: Uint8Array, text: string): Generator<BodyVariant> {
  if (!/[^\0-\x7f]/.test(text)) return
  const mistake = toMistake('body_charset', 'The signature fits the same text in another character set.')
  if (!/[^\0-\xff]/.test(text)) yield { bytes: Uint8Array.from(text, (unit) => unit.charCodeAt(0)), mistake }
  yield { bytes: utf8.encode(Array.from(body, (byte) => String.fromCharCode(byte)).join('')), mistake }
}

/** How programs write one JSON value: the style, and the text. */
function* toSpellings(value: unknown): Generator<readonly [string, string]> {
  const compact = JSON.stringify(value)
  const spaced = compact.replace(/"(?:[^"\\]|\\.)*"|[,:]/g, (token) => (token.length === 1 ? `${token} ` : token))
  const plain = [
    ['without spaces', compact],
    ['with a space after commas and colons', spaced],
    ['indented by two', JSON.stringify(value, undefined, 2)],
    ['indented by four', JSON.stringify(value, undefined, 4)],
    ['indented by tabs', JSON.stringify(value, undefined, '\t')],
  ] as const
  yield* plain
  for (const [style, text] of plain) {
    const escaped = text.replace(/[^\0-\x7f]/g, escapeUnit)
    if (escaped !== text) yield [`${style}, other characters than ASCII as \\u escapes`, escaped]
  }
  if (compact.includes('/')) yield ['without spaces, slashes escaped', compact.replaceAll('/', '\\/')]
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}
