import { isTollFree, type PhoneNumber, safeParsePhoneNumber } from '@cloudgreet/core'

/** One line of a list of numbers, read. */
export type NumberLine =
  | { readonly line: number; readonly input: string; readonly number: PhoneNumber }
  | {
      readonly line: number
      readonly input: string
      readonly reason: 'not_a_number' | 'not_toll_free' | 'repeated_line'
    }

/** What became of one line. */
export type AddedLine =
  | { readonly line: number; readonly input: string; readonly result: 'added' | 'exists'; readonly number: PhoneNumber }
  | {
      readonly line: number
      readonly input: string
      readonly result: 'invalid'
      readonly reason: 'not_a_number' | 'not_toll_free' | 'repeated_line'
    }

/**
 * Reads toll-free numbers, one a line, as people write them; empty lines are passed over.
 *
 * Toll-free: +1 and one of the codes of 47 CFR 52.101(e).
 */
export function parseNumberLines(lines: readonly string[]): readonly NumberLine[] {
  const seen = new Set<PhoneNumber>()
  return lines
    .map((input, index) => ({ input: input.trim(), line: index + 1 }))
    .filter(({ input }) => input !== '')
    .map(({ input, line }) => parseNumberLine(input, line, seen))
}

function parseNumberLine(input: string, line: number, seen: Set<PhoneNumber>): NumberLine {
  const number = safeParsePhoneNumber(input)
  if (number === undefined) return { line, input, reason: 'not_a_number' }
  if (!isTollFree(number)) return { line, input, reason: 'not_toll_free' }
  if (seen.has(number)) return { line, input, reason: 'repeated_line' }
  seen.add(number)
  return { line, input, number }
}

/** The report on the lines, given the numbers that were new. */
export function toAddedLines(lines: readonly NumberLine[], added: ReadonlySet<PhoneNumber>): readonly AddedLine[] {
  return lines.map((parsed) =>
    'number' in parsed
      ? { ...parsed, result: added.has(parsed.number) ? 'added' : 'exists' }
      : { ...parsed, result: 'invalid' },
  )
}
