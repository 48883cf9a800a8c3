import { countOf, findSayings, toEvidence } from '../said.ts'
import type { InsightRule } from './insight-rule.ts'

const personWish =
  /\b(?:speak|talk) (?:to|with) (?:an?|the|some|your) (?:\w+ )?(?:person|human|manager|owner|someone|somebody|representative|technician)\b|\b(?:speak|talk) (?:to|with) (?:someone|somebody)\b|\breal (?:person|human)\b|\b(?:transfer|connect) me\b|\bput me through\b/i

/** Somebody asked for a person, and was not put through. */
export const transferRequestedNotMade: InsightRule = {
  key: 'transfer_requested_not_made',
  find: ({ calls }) => {
    const asked = findSayings(calls, personWish)
    const refused = asked.filter(({ call }) => call.outcome !== 'transferred')
    if (refused.length === 0) return undefined
    return {
      title: 'Callers who ask for a person are not put through',
      detail: `${countOf(asked.length, 'call')} asked for a person; ${refused.length} of them ended without a transfer.`,
      evidence: toEvidence(refused),
      figures: { transfer_wishes: asked.length, transfer_wishes_unmet: refused.length },
    }
  },
}
