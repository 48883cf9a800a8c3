const unstorable = /[\0\p{Surrogate}]/gu

/**
 * The text without what PostgreSQL refuses (NUL, lone surrogates); null when nothing is left.
 *
 * JSON may spell both, and one such character in a transcript would make its event fail for ever.
 */
export function toStorableText(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null
  const cleaned = text.isWellFormed() && !text.includes('\0') ? text : text.replace(unstorable, '\u{FFFD}')
  return cleaned === '' ? null : cleaned
}

/** The end of the year 9999: later dates have no four-digit year. */
const lastInstantMs = 253_402_300_799_999

/** Milliseconds since 1970 as a date; null for what is none. */
export function toInstant(milliseconds: number | null | undefined): Date | null {
  if (typeof milliseconds !== 'number' || !(milliseconds >= 0 && milliseconds <= lastInstantMs)) return null
  return new Date(milliseconds)
}
