import type { Evidence, Metrics } from '../insight.ts'
import type { InsightFacts } from '../insight-facts.ts'

/** What a rule found. Every number in its texts is one of its figures. */
export interface RuleFinding {
  readonly title: string
  readonly detail: string
  readonly evidence: readonly Evidence[]
  /** Become metrics of the report, under these names. */
  readonly figures: Metrics
}

/** Looks for one thing in the facts; undefined when it is not there. */
export interface InsightRule {
  /** Stable snake_case name. */
  readonly key: string
  readonly find: (facts: InsightFacts) => RuleFinding | undefined
}
