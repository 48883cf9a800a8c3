import { restsOnMetrics } from './claim-numbers.ts'
import type { Evidence, Insight, Metrics } from './insight.ts'
import type { ModelClaim } from './model-claim.ts'
import type { RedactedCall } from './redact-calls.ts'

/** Why a claim of the model is not shown. */
export type ClaimDefect =
  | 'too_many'
  | 'too_long'
  | 'text_not_plain'
  | 'no_evidence'
  | 'call_unknown'
  | 'quote_too_short'
  | 'quote_not_found'
  | 'metric_unknown'
  | 'number_not_counted'

export interface VerifiedClaims {
  readonly insights: readonly Insight[]
  readonly dropped: Readonly<Partial<Record<ClaimDefect, number>>>
}

const mostClaims = 6
const longestTitle = 90
const longestDetail = 300
const mostEvidence = 3
const shortestQuote = 8
/** Links, markup, mail addresses, placeholders and control characters have no place in a claim. */
const notPlain = /https?:|www\.|[<>{}[\]`@\\]|\p{Cc}|\p{Cs}/iu

/** Keeps the claims whose every quote and every number is found; a prompt hidden in a call can add nothing else. */
export function verifyClaims(
  claims: readonly ModelClaim[],
  { metrics, calls }: { readonly metrics: Metrics; readonly calls: readonly RedactedCall[] },
): VerifiedClaims {
  const callsByName = new Map(calls.map((call) => [call.name, call]))
  const insights: Insight[] = []
  const dropped: Partial<Record<ClaimDefect, number>> = {}
  for (const claim of claims) {
    const checked = insights.length === mostClaims ? 'too_many' : checkClaim(claim, metrics, callsByName)
    if (typeof checked === 'string') dropped[checked] = (dropped[checked] ?? 0) + 1
    else insights.push(checked)
  }
  return { insights, dropped }
}

function checkClaim(
  { title, detail, metrics: names, evidence }: ModelClaim,
  metrics: Metrics,
  calls: ReadonlyMap<string, RedactedCall>,
): Insight | ClaimDefect {
  if (title.length > longestTitle || detail.length > longestDetail) return 'too_long'
  if (title.trim() === '' || detail.trim() === '' || notPlain.test(title) || notPlain.test(detail))
    return 'text_not_plain'
  if (!names.every((name) => Object.hasOwn(metrics, name))) return 'metric_unknown'
  if (!restsOnMetrics(title, names, metrics) || !restsOnMetrics(detail, names, metrics)) return 'number_not_counted'
  if (evidence.length === 0) return 'no_evidence'
  const found: Evidence[] = []
  for (const item of evidence.slice(0, mostEvidence)) {
    const checked = checkEvidence(item, calls)
    if (typeof checked === 'string') return checked
    found.push(checked)
  }
  return { rule: 'model', title, detail, evidence: found, metrics: [...new Set(names)] }
}

function checkEvidence(
  { call: name, quote }: ModelClaim['evidence'][number],
  calls: ReadonlyMap<string, RedactedCall>,
): Evidence | ClaimDefect {
  const call = calls.get(name)
  if (call === undefined) return 'call_unknown'
  if (!quote.isWellFormed() || quote.trim().length < shortestQuote) return 'quote_too_short'
  for (const { content } of call.turns) {
    const original = content.restore(quote)
    if (original !== undefined) return { callId: call.callId, quote: original }
  }
  return 'quote_not_found'
}
