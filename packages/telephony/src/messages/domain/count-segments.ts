export type TextEncoding = 'GSM-7' | 'UCS-2'

/** What a text costs on the wire. */
export type SegmentCount = {
  /** One character outside GSM 03.38 makes the whole text UCS-2. */
  readonly encoding: TextEncoding
  /** Parts that the carriers send, and charge. 0 for an empty text. */
  readonly segments: number
  /** What counts against the limit: septets with GSM-7, where `€` is two; 16-bit units with UCS-2. */
  readonly characters: number
  /** How many more characters go into the last segment. */
  readonly remaining: number
}

/** GSM 03.38, the basic alphabet in the order of its codes (3GPP TS 23.038, 6.2.1), without the escape. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
/** Reached through the escape, so that each takes two septets (3GPP TS 23.038, 6.2.1.1). */
const extension = '\f^{}\\[~]|€'

const septets: ReadonlyMap<string, number> = new Map([
  ...[...basic].map((character) => [character, 1] as const),
  ...[...extension].map((character) => [character, 2] as const),
])

/** Room in a text of one segment, and in each of several, which carry a header (3GPP TS 23.040, 9.2.3.24.1). */
const room = {
  'GSM-7': { single: 160, each: 153 },
  'UCS-2': { single: 70, each: 67 },
} as const

/**
 * Counts as the carriers do. A character is never cut: an escaped one and a surrogate pair go into the next segment
 * whole. Small and without imports, so that a composer can call it for each key that is pressed.
 */
export function countSegments(text: string): SegmentCount {
  const characters = [...text]
  const encoding = characters.every((character) => septets.has(character)) ? 'GSM-7' : 'UCS-2'
  const sizes = characters.map((character) => (encoding === 'GSM-7' ? (septets.get(character) ?? 1) : character.length))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const { single, each } = room[encoding]
  if (total <= single) return { encoding, segments: total === 0 ? 0 : 1, characters: total, remaining: single - total }
  const { segments, used } = sizes.reduce(
    (packed, size) =>
      packed.used + size <= each
        ? { segments: packed.segments, used: packed.used + size }
        : { segments: packed.segments + 1, used: size },
    { segments: 1, used: 0 },
  )
  return { encoding, segments, characters: total, remaining: each - used }
}
