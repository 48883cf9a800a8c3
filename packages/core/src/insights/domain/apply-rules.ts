import { toCallMetrics, toWeekTrends } from './call-metrics.ts'
import type { InsightReport } from './insight.ts'
import type { InsightFacts, InsightMaterial } from './insight-facts.ts'
import { insightRules } from './rules/insight-rules.ts'

/** Adds the numbers that the rules and the model may use. */
export function toInsightFacts(material: InsightMaterial): InsightFacts {
  return {
    ...material,
    metrics: toCallMetrics(material),
    weeks: toWeekTrends(material.counts, material.bookings, material.today),
  }
}

/** What the rules alone find: the same facts always give the same report. */
export function applyRules(facts: InsightFacts): InsightReport {
  const found = insightRules.flatMap((rule) => {
    const finding = rule.find(facts)
    return finding === undefined ? [] : [{ rule: rule.key, ...finding }]
  })
  return {
    source: 'rules',
    insights: found.map(({ figures, ...insight }) => ({ ...insight, metrics: Object.keys(figures) })),
    metrics: Object.assign({ ...facts.metrics }, ...found.map(({ figures }) => figures)),
    weeks: facts.weeks,
    droppedClaims: {},
  }
}
