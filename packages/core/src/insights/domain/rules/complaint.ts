import { countOf, findSayings, toEvidence } from '../said.ts'
import type { InsightRule } from './insight-rule.ts'

const complaintWords =
  /\b(?:complain|complaint|unacceptable|ridiculous|terrible|awful|disappointed|frustrated|frustrating|angry|furious|never showed up|no one (?:came|showed|called)|nobody (?:came|showed|called)|want my money back|refund|still (?:broken|leaking|not working)|driving me (?:mad|crazy|nuts)|worst)\b/i

/** Callers are not content. */
export const complaint: InsightRule = {
  key: 'complaint',
  find: ({ calls }) => {
    const sayings = findSayings(calls, complaintWords)
    if (sayings.length === 0) return undefined
    return {
      title: 'Callers complain',
      detail: `${countOf(sayings.length, 'call')} had words of complaint. Call back while it can be put right.`,
      evidence: toEvidence(sayings),
      figures: { complaints: sayings.length },
    }
  },
}
