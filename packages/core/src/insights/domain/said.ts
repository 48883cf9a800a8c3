import type { TranscriptTurn } from '../../contract/conversations.ts'
import type { HistoryCall } from '../../calls/ports/call-history.ts'
import type { Evidence } from './insight.ts'

/** Longest quote, in characters; what was said in one turn may be longer. */
const longestQuote = 200
/** Characters kept before the words that were looked for. */
const leadIn = 60
/** Evidence shown for one insight. */
export const mostEvidence = 3

/** Words that were looked for, where they were said. */
export interface Saying {
  readonly call: HistoryCall
  /** Place of the turn in the call. */
  readonly place: number
  readonly quote: string
}

/**
 * The first turn of a caller that fits.
 *
 * @param pattern - without nested repetition, so that its time grows with the text and no faster
 */
export function findSaying(
  call: HistoryCall,
  pattern: RegExp,
  role: TranscriptTurn['role'] = 'user',
): Saying | undefined {
  for (const [place, turn] of call.turns.entries()) {
    if (turn.role !== role) continue
    const match = pattern.exec(turn.content)
    if (match !== null) return { call, place, quote: quoteAround(turn.content, match.index) }
  }
  return undefined
}

/** The first fitting turn of each call. */
export function findSayings(calls: readonly HistoryCall[], pattern: RegExp): readonly Saying[] {
  return calls.flatMap((call) => findSaying(call, pattern) ?? [])
}

/** A piece of the text that holds the place, cut at spaces, verbatim. */
export function quoteAround(text: string, place: number): string {
  if (text.length <= longestQuote) return text.trim()
  const start = place <= leadIn ? 0 : place - leadIn
  const piece = text.slice(start, start + longestQuote)
  const [head, tail] = [start === 0 ? 0 : piece.indexOf(' ') + 1, piece.lastIndexOf(' ')]
  const isLast = start + longestQuote >= text.length
  const cut = piece.slice(head < leadIn ? head : 0, isLast || tail < longestQuote / 2 ? undefined : tail)
  return cut.replace(halfCharacter, '').trim()
}

/** Half of a surrogate pair, where a cut went through it: PostgreSQL takes none. */
const halfCharacter = /^[\udc00-\udfff]|[\ud800-\udbff]$/g

export function toEvidence(sayings: readonly Saying[]): readonly Evidence[] {
  return sayings.slice(0, mostEvidence).map(({ call, quote }) => ({ callId: call.id, quote }))
}

/** As many calls as evidence takes: the others need not be looked at. */
export function findFirst(calls: readonly HistoryCall[], fits: (call: HistoryCall) => boolean): readonly HistoryCall[] {
  const found: HistoryCall[] = []
  for (const call of calls) {
    if (fits(call)) found.push(call)
    if (found.length === mostEvidence) break
  }
  return found
}

/** A call as evidence by itself: its first words, or an empty quote when nobody spoke. */
export function toCallEvidence(calls: readonly HistoryCall[]): readonly Evidence[] {
  return calls.slice(0, mostEvidence).map(({ id, turns }) => {
    const words = turns.find(({ role, content }) => role === 'user' && content.trim() !== '')?.content
    return { callId: id, quote: words === undefined ? '' : quoteAround(words, 0) }
  })
}

/** `1 call`, `2 calls`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
