import type { HistoryCall } from '../../../calls/ports/call-history.ts'
import { isAnswered, isMissed } from '../call-metrics.ts'
import { countOf, toCallEvidence } from '../said.ts'
import type { InsightRule } from './insight-rule.ts'

const fewestTries = 2

/** Somebody called again and again, and never got through. */
export const repeatCallerUnanswered: InsightRule = {
  key: 'repeat_caller_unanswered',
  find: ({ calls }) => {
    const callers = [...groupByPerson(calls).values()].filter(
      (own) => own.filter(isMissed).length >= fewestTries && !own.some(isAnswered),
    )
    if (callers.length === 0) return undefined
    const missed = callers.flatMap((own) => own.filter(isMissed))
    return {
      title: 'People who called more than once never got through',
      detail: `${callers.length === 1 ? '1 person' : `${callers.length} people`} called ${countOf(missed.length, 'time')} in all and were never answered.`,
      evidence: toCallEvidence(callers.flatMap((own) => own.filter(isMissed).slice(0, 1))),
      figures: { repeat_callers_unanswered: callers.length, repeat_calls_unanswered: missed.length },
    }
  },
}

/** Calls both ways: a call back that was answered ends the matter. */
function groupByPerson(calls: readonly HistoryCall[]): ReadonlyMap<string, readonly HistoryCall[]> {
  const groups = new Map<string, HistoryCall[]>()
  for (const call of calls) {
    if (call.person === null) continue
    const own = groups.get(call.person)
    if (own === undefined) groups.set(call.person, [call])
    else own.push(call)
  }
  return groups
}
