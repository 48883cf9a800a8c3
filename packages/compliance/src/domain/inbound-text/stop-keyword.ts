import {
  bookingKeywords,
  courtesyWords,
  helpKeywords,
  nearKeywords,
  perSeWords,
  pronounWords,
  realWords,
  startKeywords,
  stopKeywords,
} from './opt-out-words.ts'

const keywordPhrases: ReadonlySet<string> = new Set(stopKeywords)
/** The same without blanks: `opt_out`, `un subscribe` and `st op` come apart in many ways. */
const compactKeywords: ReadonlySet<string> = new Set(stopKeywords.map((keyword) => keyword.replaceAll(' ', '')))
const longestPhrase = Math.max(...stopKeywords.map((keyword) => keyword.split(' ').length))
const mostWords = 12
const longestKeyword = 16

/** A keyword typed together with digits (`stop2end`, `stop4ever`), or with courtesy (`stopit`, `plsstop`). */
const gluedKeyword = new RegExp(
  [
    String.raw`^(?:stop|stopall|quit|revoke|unsub|unsubscribe|optout)\d+\p{L}*$`,
    String.raw`^(?:end|cancel)\d+$`,
    '^(?:please|pls|plz)(?:stop|quit|unsubscribe|optout)$',
    '^(?:stop|quit|unsubscribe|optout)(?:please|pls|plz|now|it|this|that|me|thanks|forever)$',
    '^(?:remove|unsub)(?:me|us)$',
  ].join('|'),
  'u',
)

/** Neighbours on a US keyboard. */
const neighbours: Readonly<Record<string, string>> = {
  a: 'qwsz',
  b: 'vghn',
  c: 'xdfv',
  d: 'serfcx',
  e: 'wsdr',
  f: 'drtgvc',
  g: 'ftyhbv',
  h: 'gyujnb',
  i: 'ujko',
  j: 'huikmn',
  k: 'jiolm',
  l: 'kop',
  m: 'njk',
  n: 'bhjm',
  o: 'iklp',
  p: 'ol',
  q: 'wa',
  r: 'edft',
  s: 'awedxz',
  t: 'rfgy',
  u: 'yhji',
  v: 'cfgb',
  w: 'qase',
  x: 'zsdc',
  y: 'tghu',
  z: 'asx',
}

/** True when the words are a stop keyword, perhaps repeated, and only courtesy besides. Names the first keyword. */
export function findWholeKeyword(words: readonly string[]): string | undefined {
  if (words.length === 0 || words.length > mostWords) return undefined
  if (compactKeywords.has(words.join(''))) return words.join('')
  const found: string[] = []
  let hasPronoun = false
  for (let index = 0; index < words.length;) {
    const keyword = keywordAt(words, index)
    const each = words[index] ?? ''
    if (keyword !== undefined) found.push(keyword)
    else if (pronounWords.has(each)) hasPronoun = true
    else if (!isFiller(each)) return undefined
    index += keyword?.split(' ').length ?? 1
  }
  return hasPronoun && found.every((keyword) => bookingKeywords.has(keyword)) ? undefined : found[0]
}

function keywordAt(words: readonly string[], index: number): string | undefined {
  for (let length = longestPhrase; length >= 1; length -= 1) {
    const phrase = words.slice(index, index + length).join(' ')
    if (keywordPhrases.has(phrase)) return phrase
    if (length === 1 && (isRepeatedKeyword(phrase) || gluedKeyword.test(phrase))) return phrase
  }
  return undefined
}

function isFiller(each: string): boolean {
  return courtesyWords.has(each) || helpKeywords.has(each) || startKeywords.has(each)
}

/** Keywords typed several times without blanks. */
function isRepeatedKeyword(each: string): boolean {
  return ['stop', 'quit', 'cancel', 'unsubscribe'].some(
    (keyword) => each.length % keyword.length === 0 && keyword.repeat(each.length / keyword.length) === each,
  )
}

/**
 * A single word, courtesy aside, that is a slip of the finger away from a keyword.
 * `near` is a word of its own, or an inflection: a human reads it.
 */
export function findMistypedKeyword(words: readonly string[]): 'stop' | 'near' | undefined {
  if (words.length === 0 || words.length > mostWords) return undefined
  const [candidate, ...others] = words.filter((each) => !courtesyWords.has(each))
  if (candidate === undefined || others.length > 0 || candidate.length > longestKeyword) return undefined
  if (nearKeywords.has(candidate)) return 'near'
  if (realWords.has(candidate))
    return perSeWords.some((keyword) => isNeighbourSlip(candidate, keyword)) ? 'near' : undefined
  return stopKeywords.some((keyword) => isSlipOf(candidate, keyword)) ? 'stop' : undefined
}

function isSlipOf(candidate: string, keyword: string): boolean {
  const isEnglish = perSeWords.includes(keyword)
  // Short words of other languages are a slip away from too many English ones.
  if (keyword.includes(' ') || keyword.length < (isEnglish ? 3 : 6)) return false
  if (isDoubled(candidate, keyword)) return true
  if (keyword.length < 4) return false
  if (isTransposed(candidate, keyword)) return true
  if (!isEnglish) return false
  return isNeighbourSlip(candidate, keyword) || (keyword.length >= 6 && isOneEditAway(candidate, keyword))
}

function isDoubled(candidate: string, keyword: string): boolean {
  return (
    candidate.length === keyword.length + 1 &&
    [...keyword].some((letter, index) => keyword.slice(0, index) + letter + keyword.slice(index) === candidate)
  )
}

function isTransposed(candidate: string, keyword: string): boolean {
  if (candidate.length !== keyword.length) return false
  const first = [...keyword].findIndex((letter, index) => letter !== candidate[index])
  return (
    first >= 0 &&
    candidate[first] === keyword[first + 1] &&
    candidate[first + 1] === keyword[first] &&
    candidate.slice(first + 2) === keyword.slice(first + 2)
  )
}

function isNeighbourSlip(candidate: string, keyword: string): boolean {
  if (candidate.length !== keyword.length) return false
  const wrong = [...keyword].flatMap((letter, index) => (letter === candidate[index] ? [] : [index]))
  const [only, ...more] = wrong
  if (only === undefined || more.length > 0) return false
  return (neighbours[keyword[only] ?? ''] ?? '').includes(candidate[only] ?? ' ')
}

/** One letter missing, added or replaced. */
function isOneEditAway(candidate: string, keyword: string): boolean {
  if (Math.abs(candidate.length - keyword.length) > 1) return false
  let start = 0
  while (start < keyword.length && candidate[start] === keyword[start]) start += 1
  const rest = (text: string, from: number): string => text.slice(from)
  return (
    rest(candidate, start + 1) === rest(keyword, start + 1) ||
    rest(candidate, start) === rest(keyword, start + 1) ||
    rest(candidate, start + 1) === rest(keyword, start)
  )
}
