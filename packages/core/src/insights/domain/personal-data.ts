import type { TranscriptTurn } from '../../contract/conversations.ts'
import type { PersonalSpan } from './redacted-text.ts'

// Every repetition is bounded, so that a hostile text costs no more time than its length.
const digitWord = '(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)'
const streetWord =
  '(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|way|place|pl|terrace|circle|parkway|highway)'
const patterns: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['EMAIL', /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g],
  ['EMAIL', /\b[\w.]{1,64} at [\w-]{1,63} dot (?:com|net|org|edu|io|us)\b/gi],
  ['NUMBER', /\+?\d(?:[ ().-]{0,3}\d){4,18}/g],
  ['NUMBER', new RegExp(`\\b${digitWord}(?:[ ,-]{1,3}${digitWord}){4,18}\\b`, 'gi')],
  ['ADDRESS', new RegExp(`\\b\\d{1,6} (?:[A-Za-z'.]{1,20} ){1,4}${streetWord}\\b`, 'gi')],
]
const introduction =
  /\b(?:[Mm]y name is|[Mm]y name's|[Tt]his is|I am|I'm|[Cc]all me) ((?:[A-Z][\p{L}'-]{1,30} ?){1,3})/gu
const nameQuestion = /\byour (?:full |first |last )?name\b/i
const shortAnswer = /^[\p{L}'. -]{2,40}$/u

/** Mail addresses, numbers of five digits and more (telephones, cards, codes), addresses, and the names given. */
export function findPersonalData(text: string, names: readonly string[]): readonly PersonalSpan[] {
  const matched = patterns.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({ kind, start: index, end: index + length })),
  )
  return [...matched, ...names.flatMap((name) => findName(text, name))]
}

/** Names that people give in a call: where they introduce themselves, and where they answer the question for a name. */
export function findNamesGiven(turns: readonly TranscriptTurn[]): readonly string[] {
  return turns.flatMap(({ role, content }, place) => {
    if (role !== 'user') return []
    const introduced = [...content.matchAll(introduction)].map(([, name = '']) => name)
    const asked = nameQuestion.test(turns[place - 1]?.content ?? '')
    return asked && shortAnswer.test(content) ? [...introduced, content] : introduced
  })
}

/** A full name as it stands, and each of its parts. */
export function toNameParts(names: readonly string[]): readonly string[] {
  const whole = names.map((name) => name.replace(/[.\s]+$/, '').trim())
  const parts = whole.flatMap((name) => name.split(/[\s.]+/))
  return [...new Set([...whole, ...parts])].filter((part) => /^\p{Lu}/u.test(part) && part.length >= 3)
}

function findName(text: string, name: string): readonly PersonalSpan[] {
  const spans: PersonalSpan[] = []
  for (let start = text.indexOf(name); start !== -1; start = text.indexOf(name, start + name.length))
    if (isWordEdge(text[start - 1]) && isWordEdge(text[start + name.length]))
      spans.push({ kind: 'NAME', start, end: start + name.length })
  return spans
}

function isWordEdge(character: string | undefined): boolean {
  return character === undefined || !/[\p{L}\p{N}]/u.test(character)
}
