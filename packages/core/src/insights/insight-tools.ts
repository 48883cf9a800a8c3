import type { CallHistory } from '../calls/ports/call-history.ts'
import type { Clock } from '../kernel/ports/clock.ts'
import type { IdSource } from '../kernel/ports/id-source.ts'
import type { Logger } from '../kernel/ports/logger.ts'
import type { Workflows } from '../workflows/ports/workflows.ts'
import type { ModelBudget } from './domain/model-budget.ts'
import type { BusinessRecords } from './ports/business-records.ts'
import type { InsightModel } from './ports/insight-model.ts'
import type { InsightStore } from './ports/insight-store.ts'

/** What insights are made with. */
export interface InsightTools {
  readonly calls: CallHistory
  readonly records: BusinessRecords
  readonly store: InsightStore
  /** Undefined: the rules work alone. */
  readonly model: InsightModel | undefined
  readonly budget: ModelBudget
  /** A digest of a text, the same on every machine: SHA-256 in hexadecimal. */
  readonly digest: (text: string) => string
  readonly clock: Clock
  readonly logger: Logger
}

export interface InsightsOptions extends InsightTools {
  readonly workflows: Pick<Workflows, 'start' | 'waitFor' | 'state'>
  readonly ids: IdSource
  /** False: insights are off for the whole server. */
  readonly isEnabled: boolean
  /** Fewest calls of 30 days to conclude from. */
  readonly minCalls: number
  /** Milliseconds that a result is shown before a new one is made. */
  readonly maxAgeMs: number
}
