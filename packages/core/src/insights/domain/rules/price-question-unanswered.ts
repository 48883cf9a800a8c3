import { countOf, findSayings, type Saying, toEvidence } from '../said.ts'
import type { InsightRule } from './insight-rule.ts'

const priceQuestion =
  /\b(?:how much|what (?:do|does|would|will) (?:you|it|that|this) (?:charge|cost)|what are your (?:rates|prices|fees)|price|pricing|hourly rate|call-out fee|what's the (?:cost|fee|charge))\b/i
const priceAnswer =
  /\d|\b(?:dollars?|free of charge|no charge|hundred|thousand|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b/i

/** Callers ask what it costs, and hear no figure. */
export const priceQuestionUnanswered: InsightRule = {
  key: 'price_question_unanswered',
  find: ({ calls }) => {
    const asked = findSayings(calls, priceQuestion)
    const unanswered = asked.filter((saying) => !isAnsweredAfter(saying))
    if (unanswered.length === 0) return undefined
    return {
      title: 'Callers ask for prices and get none',
      detail: `${countOf(asked.length, 'call')} asked what something costs; in ${unanswered.length} no figure was given.`,
      evidence: toEvidence(unanswered),
      figures: { price_questions: asked.length, price_questions_unanswered: unanswered.length },
    }
  },
}

function isAnsweredAfter({ call, place }: Saying): boolean {
  return call.turns.slice(place + 1).some(({ role, content }) => role !== 'user' && priceAnswer.test(content))
}
