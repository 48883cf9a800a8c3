export { createInsights, type Insights, type InsightsAnswer, type RefreshAnswer } from './insights/create-insights.ts'
export { applyRules, toInsightFacts } from './insights/domain/apply-rules.ts'
export type { Evidence, Insight, InsightReason, InsightReport, Metrics, WeekTrend } from './insights/domain/insight.ts'
export type { Booking, InsightFacts, InsightMaterial } from './insights/domain/insight-facts.ts'
export type { ModelBudget } from './insights/domain/model-budget.ts'
export type { ModelClaim, ModelClaims } from './insights/domain/model-claim.ts'
export { promptVersion, toModelPrompt, type ModelPrompt } from './insights/domain/model-prompt.ts'
export { redactCalls, type RedactedCall } from './insights/domain/redact-calls.ts'
export type { InsightRule, RuleFinding } from './insights/domain/rules/insight-rule.ts'
export { insightRules, rulesVersion } from './insights/domain/rules/insight-rules.ts'
export { verifyClaims, type ClaimDefect, type VerifiedClaims } from './insights/domain/verify-claims.ts'
export type { InsightsOptions } from './insights/insight-tools.ts'
export { pauseOnQuota } from './insights/pause-on-quota.ts'
export type { BusinessProfile, BusinessRecords } from './insights/ports/business-records.ts'
export type { InsightModel, ModelAnswer } from './insights/ports/insight-model.ts'
export type {
  InsightOrigin,
  InsightResult,
  InsightRun,
  InsightRunId,
  InsightStore,
  ModelSpending,
} from './insights/ports/insight-store.ts'
