const mostKeys = 64

/** Remembers prepared keys by their text, the newest 64; a text that is no key is remembered as undefined. */
export function cacheKeys<Key>(prepare: (text: string) => Key | undefined): (text: string) => Key | undefined {
  const keys = new Map<string, Key | undefined>()
  return (text) => {
    const known = keys.get(text)
    if (known !== undefined || keys.has(text)) return known
    const key = prepare(text)
    const [oldest] = keys.size < mostKeys ? [] : keys.keys()
    if (oldest !== undefined) keys.delete(oldest)
    keys.set(text, key)
    return key
  }
}
