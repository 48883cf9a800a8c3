import { z } from 'zod'

import type { ModelClaim } from '../domain/model-claim.ts'

const materialSchema = z.object({
  metrics: z.record(z.string(), z.number()),
  calls: z.array(
    z.object({
      call: z.string(),
      turns: z.array(z.object({ role: z.string(), content: z.string() })),
    }),
  ),
})
type Material = z.infer<typeof materialSchema>

/** Lies that a model tells, on command. */
export type Lie = 'made_up_number' | 'made_up_quote'

const mostClaims = 3
const mostQuotes = 3
const shortestWord = 5
const plainWords: ReadonlySet<string> = new Set(
  'about after again would could should there their where which while today tomorrow please thank thanks hello calling'.split(
    ' ',
  ),
)

/**
 * What the simulated model says of the calls in a prompt: the words that callers share, quoted. The same prompt always
 * gives the same claims.
 *
 * @throws {Error} when the prompt holds no material
 */
export function writeClaims(material: string, lie: Lie | undefined): readonly ModelClaim[] {
  const { metrics, calls } = materialSchema.parse(JSON.parse(material))
  const claims = findTopics(calls).map((topic) => toClaim(topic, metrics))
  return lie === undefined ? claims : claims.map((claim) => spoil(claim, lie))
}

interface Topic {
  readonly word: string
  readonly evidence: ModelClaim['evidence']
}

/** Words that callers of at least two calls said, the most shared first. */
function findTopics(calls: Material['calls']): readonly Topic[] {
  const sayings = new Map<string, { call: string; quote: string }[]>()
  for (const { call, turns } of calls)
    for (const [word, quote] of toSpokenWords(turns)) sayings.set(word, [...(sayings.get(word) ?? []), { call, quote }])
  const topics = [...sayings]
    .filter(([, evidence]) => evidence.length > 1)
    .toSorted(([left, one], [right, other]) => other.length - one.length || left.localeCompare(right))
    .map(([word, evidence]) => ({ word, evidence: evidence.slice(0, mostQuotes) }))
  // Words of one and the same sentence are one topic: the first of them stands for it.
  const bySentence = new Map(topics.toReversed().map((topic) => [JSON.stringify(topic.evidence), topic]))
  return topics.filter((topic) => bySentence.get(JSON.stringify(topic.evidence)) === topic).slice(0, mostClaims)
}

/** The first turn in which each word was said by the caller. */
function toSpokenWords(turns: Material['calls'][number]['turns']): ReadonlyMap<string, string> {
  const words = new Map<string, string>()
  for (const { role, content } of turns) {
    if (role !== 'user' || content.length > 200) continue
    for (const word of content.toLowerCase().match(/[a-z]+/g) ?? [])
      if (word.length >= shortestWord && !plainWords.has(word) && !words.has(word)) words.set(word, content)
  }
  return words
}

function toClaim({ word, evidence }: Topic, { calls_read: read = 0 }: Material['metrics']): ModelClaim {
  return {
    title: `Several callers speak of “${word}”`,
    detail: `In the ${read} calls that were read, the same word comes up again and again.`,
    metrics: ['calls_read'],
    evidence: [...evidence],
  }
}

function spoil(claim: ModelClaim, lie: Lie): ModelClaim {
  if (lie === 'made_up_number') return { ...claim, detail: `${claim.detail} That is 9731 calls more than before.` }
  return { ...claim, evidence: claim.evidence.map(({ call }) => ({ call, quote: 'Nobody ever said this sentence.' })) }
}
