/** Where a placeholder stands for something personal. Places are offsets in characters. */
interface Replacement {
  readonly at: number
  readonly length: number
  readonly originalAt: number
  readonly originalLength: number
}

/** What a pattern found. */
export interface PersonalSpan {
  readonly kind: string
  readonly start: number
  readonly end: number
}

/** A text with placeholders, which remembers what they stand for. */
export class RedactedText {
  readonly text: string
  readonly #original: string
  readonly #replacements: readonly Replacement[]

  /** @param placeholderOf - gives the same placeholder for the same words */
  constructor(
    original: string,
    spans: readonly PersonalSpan[],
    placeholderOf: (kind: string, value: string) => string,
  ) {
    const replacements: Replacement[] = []
    let text = ''
    let copied = 0
    for (const { kind, start, end } of withoutOverlaps(spans)) {
      const placeholder = placeholderOf(kind, original.slice(start, end))
      text += original.slice(copied, start)
      replacements.push({ at: text.length, length: placeholder.length, originalAt: start, originalLength: end - start })
      text += placeholder
      copied = end
    }
    this.text = text + original.slice(copied)
    this.#original = original
    this.#replacements = replacements
  }

  /** The original words of a quote; undefined when the text does not hold it, or holds it only with half a placeholder. */
  restore(quote: string): string | undefined {
    const at = this.text.indexOf(quote)
    if (at === -1) return undefined
    const start = this.#toOriginal(at)
    const end = this.#toOriginal(at + quote.length)
    return start === undefined || end === undefined ? undefined : this.#original.slice(start, end)
  }

  #toOriginal(offset: number): number | undefined {
    const before = this.#replacements.filter(({ at }) => at < offset)
    if (before.some(({ at, length }) => offset < at + length)) return undefined
    const last = before.at(-1)
    return last === undefined ? offset : last.originalAt + last.originalLength + offset - last.at - last.length
  }
}

/** The earliest first; of two that overlap, the one that begins first, or else the longer one. */
function withoutOverlaps(spans: readonly PersonalSpan[]): readonly PersonalSpan[] {
  const sorted = spans.toSorted((left, right) => left.start - right.start || right.end - left.end)
  const kept: PersonalSpan[] = []
  for (const span of sorted) if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span)
  return kept
}
