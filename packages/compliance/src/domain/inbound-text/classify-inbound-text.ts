import {
  helpKeywords,
  pendingOptInAnswers,
  perSeWords,
  startKeywords,
  courtesyWords,
  unmistakableKeywords,
} from './opt-out-words.ts'
import { normaliseText, type NormalisedText } from './normalise-text.ts'
import {
  deniedStop,
  emailNamed,
  limit,
  messageClass,
  negatedStop,
  nounOrFault,
  type RevokedScope,
  softRefusals,
  stopPhrases,
  unclearObject,
} from './opt-out-phrases.ts'
import { findMistypedKeyword, findWholeKeyword } from './stop-keyword.ts'

export type InboundIntent =
  /** Revokes consent: suppress at once. */
  | 'stop'
  | 'help'
  /** Opts in. */
  | 'start'
  /** A human reads it; marketing pauses until then. */
  | 'review'
  | 'none'

export type InboundTextContext = {
  /** True while our own double opt-in question is unanswered: only then YES opts in. Default: false. */
  readonly pendingOptIn?: boolean
  /** BCP 47 tag, when known. Words of every language count whatever it says: a wish to stop knows no setting. */
  readonly language?: string
  /** ISO 3166 code, when known. As `language`. */
  readonly country?: string
}

export type InboundTextClassification = {
  readonly intent: InboundIntent
  /** What the text names: `email` when mail is what should end. Absent: the channel it came by. */
  readonly scope?: RevokedScope
  /** The rule that decided, `<intent>.<rule>`: `stop.keyword`, `review.wrong_person`, `none.no_signal`. */
  readonly rule: string
}

/**
 * Reads what an inbound text means for consent.
 *
 * Loose on opt-out, strict on opt-in: a missed STOP costs 500 to 1,500 USD, a false one costs a text.
 * Words that revoke per se, and what a reasonable person reads as a wish to stop: 47 CFR 64.1200(a)(10).
 * STOP beats HELP beats START in one message. Work is bounded: at most `longestExaminedText` characters are read.
 */
export function classifyInboundText(text: string, context: InboundTextContext = {}): InboundTextClassification {
  const normalised = normaliseText(text)
  return (
    findOptOut(normalised) ??
    findHelp(normalised) ??
    findOptIn(normalised, context) ??
    findCauseForReview(normalised) ?? { intent: 'none', rule: 'none.no_signal' }
  )
}

function findOptOut(text: NormalisedText): InboundTextClassification | undefined {
  return findKeyword(text) ?? findDenial(text) ?? findPhrase(text) ?? findClause(text)
}

function findKeyword({ words, foldedWords, isCut }: NormalisedText): InboundTextClassification | undefined {
  if (isCut) return undefined
  if (findWholeKeyword(words) !== undefined) return { intent: 'stop', rule: 'stop.keyword' }
  if (findWholeKeyword(foldedWords) !== undefined) return { intent: 'stop', rule: 'stop.look_alike_keyword' }
  const mistyped = findMistypedKeyword(words)
  if (mistyped === 'stop') return { intent: 'stop', rule: 'stop.mistyped_keyword' }
  return mistyped && { intent: 'review', rule: 'review.near_keyword' }
}

function findDenial({ sentences }: NormalisedText): InboundTextClassification | undefined {
  const isDenied = sentences.some((sentence) => deniedStop.test(sentence))
  return isDenied ? { intent: 'review', rule: 'review.denies_opt_out' } : undefined
}

function findPhrase({ sentences, words }: NormalisedText): InboundTextClassification | undefined {
  const candidates = sentences.length > 1 ? [...sentences, words.join(' ')] : sentences
  for (const candidate of candidates) {
    const sentence = withoutNegatedStop(candidate)
    const found = stopPhrases.find(({ pattern }) => pattern.test(sentence))
    if (found === undefined) continue
    const scope = found.scope && { scope: found.scope }
    if (isLimited(sentence)) return { intent: 'review', ...scope, ...emailScope(sentence), rule: 'review.limited' }
    return { intent: 'stop', ...scope, rule: `stop.${found.name}` }
  }
  return undefined
}

function isNamingClass(sentence: string): boolean {
  return messageClass.test(sentence) || emailNamed.test(sentence)
}

function isLimited(sentence: string): boolean {
  return limit.test(sentence) || messageClass.test(sentence) || emailScope(sentence) !== undefined
}

/** Only email is named: a wish about mail says nothing of texts. */
function emailScope(sentence: string): { scope: 'email' } | undefined {
  return emailNamed.test(sentence) && !/\b(?:text|txt|messag|sms|contact)/.test(sentence)
    ? { scope: 'email' }
    : undefined
}

function withoutNegatedStop(sentence: string): string {
  return sentence.replace(negatedStop, ' ').replace(/\s+/g, ' ').trim()
}

/** "Wrong person, stop": a keyword that stands by itself between commas or sentence ends. */
function findClause({ clauses, sentences }: NormalisedText): InboundTextClassification | undefined {
  const isOwnClause = clauses.some((clause) => {
    const keyword = findWholeKeyword(clause.split(' '))
    return keyword !== undefined && unmistakableKeywords.has(keyword)
  })
  if (isOwnClause) return { intent: 'stop', rule: 'stop.keyword_clause' }
  const isRefusedTwice = sentences.some(
    (sentence) =>
      /\b(?:stop|unsubscribe|quit)\b/.test(withoutNegatedStop(sentence)) &&
      softRefusals.some(({ name, pattern }) => name !== 'consent_wish' && pattern.test(sentence)),
  )
  return isRefusedTwice ? { intent: 'stop', rule: 'stop.keyword_and_refusal' } : undefined
}

/** The keyword, perhaps with courtesy; help with some work is asked of the business. */
function findHelp({ words, isCut }: NormalisedText): InboundTextClassification | undefined {
  if (isCut || words.length > 4) return undefined
  const isHelp = words.some((each) => helpKeywords.has(each))
  const isAlone = words.every((each) => helpKeywords.has(each) || startKeywords.has(each) || courtesyWords.has(each))
  return isHelp && isAlone ? { intent: 'help', rule: 'help.keyword' } : undefined
}

/** Exact only: nothing but the one word. */
function findOptIn(
  { words, isCut }: NormalisedText,
  { pendingOptIn = false }: InboundTextContext,
): InboundTextClassification | undefined {
  const [only = '', ...others] = words
  if (isCut || others.length > 0) return undefined
  if (startKeywords.has(only)) return { intent: 'start', rule: 'start.keyword' }
  if (pendingOptIn && pendingOptInAnswers.has(only)) return { intent: 'start', rule: 'start.pending_answer' }
  return undefined
}

function findCauseForReview({
  words,
  sentences,
  hasRaisedHand,
}: NormalisedText): InboundTextClassification | undefined {
  if (words.length === 0) return hasRaisedHand ? { intent: 'review', rule: 'review.raised_hand' } : undefined
  const soft = softRefusals.find(({ pattern }) => sentences.some((sentence) => pattern.test(sentence)))
  if (soft !== undefined) return { intent: 'review', rule: `review.${soft.name}` }
  const perSe = sentences.map(withoutNegatedStop).filter(hasPerSeWord)
  if (perSe.length === 0) return undefined
  const limited = perSe.find(isNamingClass)
  if (limited !== undefined) return { intent: 'review', ...emailScope(limited), rule: 'review.limited' }
  const isUnclear = perSe.some((sentence) => unclearObject.test(sentence) && !nounOrFault.test(sentence))
  return isUnclear ? { intent: 'review', rule: 'review.unclear_object' } : { intent: 'none', rule: 'none.other_object' }
}

function hasPerSeWord(sentence: string): boolean {
  return sentence.split(' ').some((each) => perSeWords.includes(each))
}
