import { UpstreamError } from '../errors/upstream-error.ts'
import type { BusinessId } from '../kernel/domain/ids.ts'
import { applyRules } from './domain/apply-rules.ts'
import type { InsightReason, InsightReport } from './domain/insight.ts'
import type { InsightFacts } from './domain/insight-facts.ts'
import { toBudgetPeriods } from './domain/model-budget.ts'
import { promptVersion, toModelPrompt } from './domain/model-prompt.ts'
import { redactCalls } from './domain/redact-calls.ts'
import { rulesVersion } from './domain/rules/insight-rules.ts'
import { verifyClaims } from './domain/verify-claims.ts'
import type { InsightTools } from './insight-tools.ts'
import { isPaused } from './pause-on-quota.ts'
import type { InsightModel } from './ports/insight-model.ts'
import type { InsightOrigin, InsightResult, InsightRunId } from './ports/insight-store.ts'
import { readFacts } from './read-facts.ts'

export interface RunOfBusiness {
  readonly business: BusinessId
  readonly runId: InsightRunId
}

/**
 * Makes the result of one run and keeps it: that of the rules at once, that of the model once it is heard and
 * checked. The model is asked at most once for a run, also through crashes.
 */
export async function makeInsights(tools: InsightTools, run: RunOfBusiness): Promise<void> {
  const { records, store, model } = tools
  const profile = await records.profile(run.business)
  if (profile === undefined) return
  const facts = await readFacts(tools, run.business, { profile })
  const report = applyRules(facts)
  const origin = toOrigin(tools, facts)
  const keep = (result: Partial<InsightResult>, status: 'running' | 'done') =>
    store.keep(run.business, run.runId, { ...toResult(tools, origin, report), ...result }, status)

  if (model === undefined) return keep({}, 'done')
  const same = await store.findSame(run.business, origin.inputDigest)
  if (same !== undefined)
    return keep({ ...same, tokens: 0, isModelAsked: false, generatedAt: tools.clock.now() }, 'done')
  if (await isBudgetSpent(tools, run.business)) return keep({ report: withReason(report, 'budget_spent') }, 'done')
  await keep({}, 'running')
  if (!(await store.intendModelCall(run.business, run.runId)))
    return keep({ report: withReason(report, 'failed'), isModelAsked: true }, 'done')
  return keep(await hearModel(tools, model, { facts, report }), 'done')
}

interface Material {
  readonly facts: InsightFacts
  readonly report: InsightReport
}

/** What the model adds; that of the rules, with the reason, when it adds nothing. */
async function hearModel(
  { logger, clock }: InsightTools,
  model: InsightModel,
  { facts, report }: Material,
): Promise<Partial<InsightResult>> {
  const calls = redactCalls(facts)
  try {
    const answer = await model.ask(toModelPrompt(report.metrics, calls))
    const { insights, dropped } = verifyClaims(answer.claims, { metrics: report.metrics, calls })
    const heard = { ...report, source: 'model' as const, insights: [...report.insights, ...insights] }
    return {
      report: { ...heard, droppedClaims: dropped },
      model: answer.model,
      tokens: answer.tokens,
      isModelAsked: true,
      generatedAt: clock.now(),
    }
  } catch (error) {
    if (!UpstreamError.isInstance(error)) throw error
    logger.warn('The model was not heard; the rules stand alone', { errorCode: error.code, vendor: error.vendor })
    return { report: withReason(report, toReason(error)), isModelAsked: !isPaused(error), generatedAt: clock.now() }
  }
}

function toReason({ code }: UpstreamError): InsightReason {
  return code === 'upstream_quota_exceeded' || code === 'upstream_rate_limited' ? 'quota_exceeded' : 'failed'
}

async function isBudgetSpent({ store, budget, clock }: InsightTools, business: BusinessId): Promise<boolean> {
  const { day, month } = toBudgetPeriods(clock.now())
  if ((await store.spending(business, day)).runs >= budget.runsPerDay) return true
  return (await store.spending(business, month)).tokens >= budget.tokensPerMonth
}

function toOrigin({ digest, model }: InsightTools, facts: InsightFacts): InsightOrigin {
  const name = model?.name ?? null
  const inputDigest = digest(JSON.stringify({ facts, rulesVersion, promptVersion, model: name }))
  return { inputDigest, promptVersion, model: null }
}

function toResult({ clock }: InsightTools, origin: InsightOrigin, report: InsightReport): InsightResult {
  return { ...origin, report, tokens: 0, isModelAsked: false, generatedAt: clock.now() }
}

function withReason(report: InsightReport, reason: InsightReason): InsightReport {
  return { ...report, reason }
}
