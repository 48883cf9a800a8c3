import { countOf, findSayings, quoteAround, type Saying, toEvidence } from '../said.ts'
import type { InsightRule } from './insight-rule.ts'

const serviceQuestion =
  /\b(?:do|can|could) (?:you|you guys) (?:also )?(?:do|install|repair|fix|service|replace|clean|offer|handle|work on) ([a-z][a-z' -]{2,60})/i
const fewest = 2
const commonWords: ReadonlySet<string> = new Set(
  'the and for any some new old with that this your mine please today tomorrow too also repair installation service services'.split(
    ' ',
  ),
)

/** Callers ask for something that is not among the services. */
export const newServiceAskedFor: InsightRule = {
  key: 'new_service_asked_for',
  find: ({ calls, services }) => {
    if (services.length === 0) return undefined
    const known = toWords(services.join(' '))
    const unknown = findSayings(calls, serviceQuestion).flatMap((saying) => toUnknown(saying, known) ?? [])
    if (unknown.length < fewest) return undefined
    return {
      title: 'Callers ask for services that you do not list',
      detail: `${countOf(unknown.length, 'call')} asked for something that is not among your ${countOf(services.length, 'service')}.`,
      evidence: toEvidence(unknown),
      figures: { unlisted_service_calls: unknown.length, services_listed: services.length },
    }
  },
}

function toUnknown(saying: Saying, known: ReadonlySet<string>): Saying | undefined {
  const said = saying.call.turns[saying.place]?.content ?? ''
  const match = serviceQuestion.exec(said)
  const words = [...toWords(match?.[1] ?? '')]
  if (match === null || words.length === 0 || words.some((word) => known.has(word))) return undefined
  return { ...saying, quote: quoteAround(said, match.index) }
}

/** Words that say what is meant, in the singular. */
function toWords(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z]{3,}/g) ?? []
  return new Set(words.filter((word) => !commonWords.has(word)).map((word) => word.replace(/s$/, '')))
}
