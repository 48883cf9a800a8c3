import { letterBlocks, lookAlikeLetters } from './look-alike-letters.ts'

/** Most characters of one text that are looked at. Ten joined SMS segments hold 1,530; the rest is no message of a person. */
export const longestExaminedText = 4_096

/** Longest text, in characters, whose look-alike letters are folded: keywords are short, and folding is lossy. */
const longestFoldedText = 64

const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{M}]/gu
const apostrophes = /['’‘`´ʼ]/g
const gluedVerb =
  /^(stop|quit|dont|never)((?:text|txt|call|contact|send|messag|spam|bother|harass|bugg|annoy)\p{L}{0,3}?)(me|us)?$/u
const word = /[\p{L}\p{N}]+/gu

/**
 * Reactions that phones send as text; they quote what we wrote, often our own "Reply STOP".
 * Formats: iOS (`Liked “…”`) and Android (`👍 to “…”`).
 */
const reaction =
  /^(?:(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|removed an? [^“"]{1,40} from|reacted [^“"]{1,40} to) |[^\p{L}\p{N}“"]{1,24} ?to )["“].*["”…][^\p{L}\p{N}]*$/isu

/** A text, reduced to what carries meaning. */
export type NormalisedText = {
  /** Every word in order: lower case, no marks, letters spelled apart joined, letters held down reduced to one. */
  readonly words: readonly string[]
  /** As `words`, with letters of other scripts and digits read as the Latin letters they look like. Empty for long texts. */
  readonly foldedWords: readonly string[]
  /** Words of each sentence, joined by single spaces. */
  readonly sentences: readonly string[]
  /** As `sentences`, cut at commas, brackets and dashes as well. */
  readonly clauses: readonly string[]
  readonly isCut: boolean
  readonly hasRaisedHand: boolean
}

const empty: NormalisedText = {
  words: [],
  foldedWords: [],
  sentences: [],
  clauses: [],
  isCut: false,
  hasRaisedHand: false,
}

/** Reads a text as its sender saw it. Looks at {@link longestExaminedText} characters at most. */
export function normaliseText(text: string): NormalisedText {
  const visible = text
    .slice(0, longestExaminedText * 2)
    .normalize('NFKD')
    .replace(invisible, '')
    .trim()
  const examined = visible.slice(0, longestExaminedText)
  if (reaction.test(examined)) return empty
  const plain = withoutQuotedLines(examined).replaceAll('🛑', ' stop ').replace(apostrophes, '')
  return {
    words: wordsOf(plain),
    foldedWords: plain.length <= longestFoldedText ? wordsOf(foldLookAlikes(plain)) : [],
    sentences: partsOf(plain, /[.!?;:…\n]+/),
    clauses: partsOf(plain, /[.,!?;:…\n()–—]+|\s-+\s/),
    isCut: visible.length > longestExaminedText || text.length > longestExaminedText * 2,
    hasRaisedHand: /[✋🖐🤚🖕🚫⛔🙅]/u.test(plain),
  }
}

function withoutQuotedLines(text: string): string {
  return text
    .split(/[\r\n]+/)
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
}

function partsOf(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((part) => wordsOf(part).join(' '))
    .filter((part) => part !== '')
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(word) ?? []
  return joinSpelledLetters(words.flatMap(separateVerb)).map((each) => each.replace(/(\p{L})\1{2,}/gu, '$1'))
}

/** `stoptexting` and `donttextme` are written without their blanks. */
function separateVerb(each: string): string[] {
  const [, halt, verb, object] = gluedVerb.exec(each) ?? []
  if (halt === undefined || verb === undefined) return [each]
  return object === undefined ? [halt, verb] : [halt, verb, object]
}

/** `s t o p` and `s.t.o.p` are one word; three letters apart or more, so that "a b" stays. */
function joinSpelledLetters(words: readonly string[]): string[] {
  const joined: string[] = []
  let spelled: string[] = []
  const flush = (): void => {
    joined.push(...(spelled.length >= 3 ? [spelled.join('')] : spelled))
    spelled = []
  }
  for (const each of words) {
    if (each.length === 1) {
      spelled.push(each)
      continue
    }
    flush()
    joined.push(each)
  }
  flush()
  return joined
}

function foldLookAlikes(text: string): string {
  return [...text].map((letter) => lookAlikeLetters.get(letter) ?? letterOfBlock(letter) ?? letter).join('')
}

function letterOfBlock(letter: string): string | undefined {
  const codePoint = letter.codePointAt(0) ?? 0
  const block = letterBlocks.find((start) => codePoint >= start && codePoint < start + 26)
  return block === undefined ? undefined : String.fromCharCode(97 + codePoint - block)
}
