/** Why verified bytes cannot be read. They are kept for an operator, and the vendor is told once. */
export type UnreadableBody = 'invalid_utf8' | 'not_json' | 'too_deep'

export type WebhookBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: UnreadableBody }

/** Deepest nesting taken: `JSON.parse` reads 100,000 levels, and `JSON.stringify` of the result overflows the stack. */
const deepestNesting = 64

const none: ReadonlySet<string> = new Set()
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads the bytes of a webhook as JSON, without repairing bad UTF-8.
 *
 * `__proto__` in the text is a plain own key of the result: pick the known keys out, never merge it.
 *
 * @param dropped - keys whose values the caller drops or reads by fixed paths: how deep they are cannot matter,
 *   and walking a long transcript word by word costs a tenth of reading it
 */
export function parseWebhookBody(bytes: Uint8Array, dropped: ReadonlySet<string> = none): WebhookBody {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return { ok: false, reason: 'invalid_utf8' }
  }
  try {
    const value: unknown = JSON.parse(text)
    const isTooDeep = isObject(value) && isDeeperThan(value, deepestNesting, dropped)
    return isTooDeep ? { ok: false, reason: 'too_deep' } : { ok: true, value }
  } catch {
    return { ok: false, reason: 'not_json' }
  }
}

/** Walks the containers only; indexed and `for in` loops, as this runs on every webhook. */
function isDeeperThan(container: object, levels: number, dropped: ReadonlySet<string>): boolean {
  if (levels === 0) return true
  if (Array.isArray(container)) {
    for (let index = 0; index < container.length; index += 1) {
      const item: unknown = container[index]
      if (isObject(item) && isDeeperThan(item, levels - 1, dropped)) return true
    }
    return false
  }
  for (const key in container) {
    const item: unknown = container[key as keyof typeof container]
    if (isObject(item) && !dropped.has(key) && isDeeperThan(item, levels - 1, dropped)) return true
  }
  return false
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
