import type { BusinessId, Id } from '../../kernel/domain/ids.ts'
import type { InsightReport } from '../domain/insight.ts'

export type InsightRunId = Id<'InsightRun'>

/** What a result is a result of: with the same key, the same model says it again for nothing. */
export interface InsightOrigin {
  /** Digest of the facts, the rules' version, the prompt's version and the model's name. */
  readonly inputDigest: string
  readonly promptVersion: string
  /** Null when the rules worked alone. */
  readonly model: string | null
}

export interface InsightResult extends InsightOrigin {
  readonly report: InsightReport
  /** 0 when no model was asked. */
  readonly tokens: number
  /** True when the vendor was called, whatever it answered. */
  readonly isModelAsked: boolean
  readonly generatedAt: Date
}

export interface InsightRun {
  readonly id: InsightRunId
  readonly status: 'running' | 'done' | 'failed'
  readonly requestedAt: Date
  /** That of the rules while the model is still read; undefined before that, and when it failed. */
  readonly result: InsightResult | undefined
}

/** What the model has cost a business. */
export interface ModelSpending {
  readonly runs: number
  readonly tokens: number
}

/** Keeps the runs of each business. Every member sees that business's runs only. */
export interface InsightStore {
  /**
   * Opens a run under `id`, unless one is open.
   *
   * @returns the open run: this one, or the one that was there
   */
  open(business: BusinessId, run: { readonly id: InsightRunId; readonly requestedAt: Date }): Promise<InsightRun>

  /**
   * Notes, before the model is asked, that it will be: the vendor knows no key under which a second call is free.
   *
   * @returns false when this run noted it before, so that after a crash nobody is asked twice
   */
  intendModelCall(business: BusinessId, id: InsightRunId): Promise<boolean>

  /** Keeps a result; `running` keeps the run open for a better one. A run that has ended stays as it is. */
  keep(business: BusinessId, id: InsightRunId, result: InsightResult, status: 'running' | 'done'): Promise<void>

  /** Ends a run without a result of its own. A run that has ended stays as it is. */
  fail(business: BusinessId, id: InsightRunId): Promise<void>

  /** The newest run that has a result. */
  newest(business: BusinessId): Promise<InsightRun | undefined>

  /** The newest result whose model was heard, of these same inputs. */
  findSame(business: BusinessId, inputDigest: string): Promise<InsightResult | undefined>

  /** What was spent from the moment on. */
  spending(business: BusinessId, since: Date): Promise<ModelSpending>
}
