import { hash } from 'node:crypto'

import type { Transactions, WorkflowEngine } from '@cloudgreet/core'
import { createInsights, type Insights } from '@cloudgreet/core/insights'
import { createPostgresBusinessRecords, createPostgresInsightStore } from '@cloudgreet/core/postgres'
import { createPostgresCallHistory } from '@cloudgreet/telephony/postgres'

import { type CompositionOptions, machine } from './composition-options.ts'
import type { Vendors } from './create-vendors.ts'

interface InsightParts {
  readonly transactions: Transactions
  readonly vendors: Pick<Vendors, 'insightModel'>
  readonly engine: WorkflowEngine
}

/** What a business's calls tell. */
export function composeInsights({ settings, logger }: CompositionOptions, parts: InsightParts): Insights {
  const { transactions, vendors, engine } = parts
  return createInsights({
    ...machine,
    calls: createPostgresCallHistory({ transactions }),
    records: createPostgresBusinessRecords({ transactions }),
    store: createPostgresInsightStore({ transactions }),
    model: vendors.insightModel,
    budget: {
      runsPerDay: settings.CLOUDGREET_INSIGHTS_RUNS_PER_DAY,
      tokensPerMonth: settings.CLOUDGREET_INSIGHTS_TOKENS_PER_MONTH,
    },
    digest: (text) => hash('sha256', text),
    logger,
    workflows: engine,
    isEnabled: settings.CLOUDGREET_INSIGHTS !== 'off',
    minCalls: settings.CLOUDGREET_INSIGHTS_MIN_CALLS,
    maxAgeMs: settings.CLOUDGREET_INSIGHTS_MAX_AGE_MINUTES * 60_000,
  })
}
