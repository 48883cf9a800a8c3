import type { MissingPhrase } from '@cloudgreet/core'
import type { TranscriptTurn } from '@cloudgreet/core/contract'

/**
 * Says that an AI speaks and that the call is recorded: California AB 2905 and Utah SB 149 on AI voices, and the
 * states where all parties must consent to a recording. Said on every call, without looking at the state.
 */
export const disclosure = 'I am an AI assistant, and this call is recorded.'
export const aiDisclosure = 'I am an AI assistant.'
export const recordingDisclosure = 'This call is recorded.'

/** What the agent says when the caller needs a person: the first when calls can be passed on, the second when not. */
export const escalationPhrases = [
  'I will connect you with a member of our team.',
  'I will have a member of our team call you back.',
] as const

/** Something that speaks for a business, as far as its phrases go. */
export interface SpeakingConfig {
  readonly greeting: string
  readonly prompt: string
}

/** Which phrases an agent of this configuration would not say. {@link checkTranscript} agrees on the calls it has. */
export function checkAgentConfig({ greeting, prompt }: SpeakingConfig): readonly MissingPhrase[] {
  return [...checkFirstWords(greeting), ...checkEscalation([prompt])]
}

/** Which phrases were not said in a call whose caller asked for a person. */
export function checkTranscript(turns: readonly Pick<TranscriptTurn, 'role' | 'content'>[]): readonly MissingPhrase[] {
  const firstCaller = turns.findIndex(({ role }) => role === 'user')
  const opening = firstCaller === -1 ? turns : turns.slice(0, firstCaller)
  return [...checkFirstWords(wordsOfAgent(opening).join(' ')), ...checkEscalation(wordsOfAgent(turns))]
}

/** What the first words on a call lack. */
export function checkFirstWords(words: string): readonly MissingPhrase[] {
  const sentences = words.replaceAll(/\bA\.I\./gi, 'AI').split(/[.!?\n]+(?=\s|$)/)
  const says = (claim: RegExp) => sentences.some((sentence) => states(normalize(sentence), claim))
  return [
    ...(normalize(words) === '' ? (['greeting_missing'] as const) : []),
    ...(says(aiClaim) ? [] : (['ai_disclosure_missing'] as const)),
    ...(says(recordingClaim) ? [] : (['recording_disclosure_missing'] as const)),
  ]
}

const aiClaim = /\b(?:ai (?:voice |phone |virtual )?(?:assistant|receptionist|agent)|artificial intelligence)\b/
const recordingClaim =
  /\b(?:call|conversation|line) (?:is|may be|will be|is being) (?:recorded|monitored and recorded)\b/
const negation = /\b(?:not|no|never|nobody|without|isn t|won t)\b/

/** A sentence with a negation proves nothing: "I am not an AI assistant". */
function states(sentence: string, claim: RegExp): boolean {
  return claim.test(sentence) && !negation.test(sentence)
}

function checkEscalation(texts: readonly string[]): readonly MissingPhrase[] {
  const isSaid = texts.some((text) => escalationPhrases.some((phrase) => normalize(text).includes(normalize(phrase))))
  return isSaid ? [] : ['escalation_phrase_missing']
}

function wordsOfAgent(turns: readonly Pick<TranscriptTurn, 'role' | 'content'>[]): readonly string[] {
  return turns.filter(({ role }) => role === 'agent').map(({ content }) => content)
}

/** A transcript spells and punctuates in its own way. */
function normalize(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
