import type { Metrics } from './insight.ts'

const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const wordValues: ReadonlyMap<string, number> = new Map([
  ...units.map((word, value) => [word, value] as const),
  ...tens.map((word, index) => [word, 20 + 10 * index] as const),
])
/** Quantities that no count of ours proves. "One" and "once" are figures of speech and stay. */
const vagueQuantity =
  /\b(?:half|halves|thirds?|quarters?|fourths?|twice|thrice|double[sd]?|triple[sd]?|dozens?|hundreds?|thousands?|millions?|majority|most|tenfold|nine in ten)\b/i
const figure = /\p{N}+(?:,\p{N}{3})*(?:\.\p{N}+)?/gu

/**
 * The numbers that a text states, in figures and in words.
 *
 * @returns `NaN` among them for a quantity that cannot be checked
 */
export function findNumbers(text: string): readonly number[] {
  const figures = [...text.matchAll(figure)].map(([match]) => Number(match.replaceAll(',', '')))
  const words = text.toLowerCase().match(/[a-z]+(?:-[a-z]+)?/g) ?? []
  const inWords = words.flatMap((word) => toValue(word) ?? []).filter((value) => value !== 1)
  return [...figures, ...inWords, ...(vagueQuantity.test(text) ? [Number.NaN] : [])]
}

/** True when every number of the text is the value of one of the metrics named. */
export function restsOnMetrics(text: string, names: readonly string[], metrics: Metrics): boolean {
  const values = new Set(names.map((name) => metrics[name]))
  return findNumbers(text).every((value) => values.has(value))
}

function toValue(word: string): number | undefined {
  const [first = '', second] = word.split('-')
  const value = wordValues.get(first)
  if (value === undefined || second === undefined) return value
  return value + (wordValues.get(second) ?? 0)
}
