import type { BusinessId } from '../kernel/domain/ids.ts'
import type { Workflow } from '../workflows/ports/workflows.ts'
import { findEmptyReason } from './domain/empty-reason.ts'
import type { InsightReason, Metrics, WeekTrend } from './domain/insight.ts'
import type { InsightsOptions } from './insight-tools.ts'
import { makeInsights, type RunOfBusiness } from './make-insights.ts'
import type { InsightResult, InsightRun, InsightRunId } from './ports/insight-store.ts'
import { readFacts } from './read-facts.ts'

/** Milliseconds until a result is made anew whose model was not heard. */
const retryAgeMs = 15 * 60_000

export type InsightsAnswer =
  | {
      readonly status: 'empty'
      readonly reason: InsightReason
      readonly at: Date
      readonly metrics: Metrics
      readonly weeks: readonly WeekTrend[]
    }
  | { readonly status: 'ready'; readonly result: InsightResult; readonly isRefreshing: boolean }

export type RefreshAnswer =
  | { readonly outcome: 'started'; readonly runId: InsightRunId }
  | { readonly outcome: 'disabled' }

/** What the calls of a business tell, with the words and the numbers that show it. */
export interface Insights {
  /**
   * The newest result at once; an old one while a new one is made. Without any, waits for the first one.
   *
   * @param options - `waitMs`: longest wait for a first result
   * @returns undefined when there is no such business
   */
  read(business: BusinessId, options: { readonly waitMs: number }): Promise<InsightsAnswer | undefined>

  /** Makes a new result in the background, unless one is being made. Undefined when there is no such business. */
  refresh(business: BusinessId): Promise<RefreshAnswer | undefined>

  /** Register it with the engine before `launch`. */
  readonly workflow: Workflow<RunInput, void>
}

export type RunInput = { readonly business: BusinessId; readonly runId: InsightRunId }

export function createInsights(options: InsightsOptions): Insights {
  const workflow = createWorkflow(options)
  const start = (business: BusinessId) => startRun(options, workflow, business)
  return {
    workflow,
    read: (business, { waitMs }) => readInsights(options, start, { business, waitMs }),
    refresh: async (business) => {
      const profile = await options.records.profile(business)
      if (profile === undefined) return undefined
      if (!options.isEnabled || !profile.wantsInsights) return { outcome: 'disabled' }
      return { outcome: 'started', runId: (await start(business)).id }
    },
  }
}

function createWorkflow(options: InsightsOptions): Workflow<RunInput, void> {
  return {
    name: 'make_insights',
    run: async (context, input) => {
      const run: RunOfBusiness = input
      try {
        await context.step('make', () => makeInsights(options, run), { maxAttempts: 3 })
      } catch (error) {
        await context.step('fail', () => options.store.fail(run.business, run.runId), { maxAttempts: 10 })
        throw error
      }
    },
  }
}

const workflowIdOf = (id: InsightRunId) => `insights:${id}`

/** Starting a run that was started before does nothing, so a start that a crash lost is made up for. */
async function startRun(
  { store, workflows, ids, clock }: InsightsOptions,
  workflow: Workflow<RunInput, void>,
  business: BusinessId,
): Promise<InsightRun> {
  const run = await store.open(business, { id: ids.next<'InsightRun'>(), requestedAt: clock.now() })
  await workflows.start(workflow, workflowIdOf(run.id), { business, runId: run.id })
  return run
}

async function readInsights(
  options: InsightsOptions,
  start: (business: BusinessId) => Promise<InsightRun>,
  { business, waitMs }: { readonly business: BusinessId; readonly waitMs: number },
): Promise<InsightsAnswer | undefined> {
  const { records, store, workflows, clock } = options
  const profile = await records.profile(business)
  if (profile === undefined) return undefined
  const toEmpty = (reason: InsightReason, metrics: Metrics = {}, weeks: readonly WeekTrend[] = []) =>
    ({ status: 'empty', reason, at: clock.now(), metrics, weeks }) as const
  if (!options.isEnabled || !profile.wantsInsights) return toEmpty('disabled')
  const { metrics, weeks } = await readFacts(options, business, { profile, limit: 0 })
  const empty = findEmptyReason(metrics, options.minCalls)
  if (empty !== undefined) return toEmpty(empty.reason, empty.metrics, weeks)

  const known = await store.newest(business)
  if (known?.result !== undefined && isFresh(options, known.result))
    return { status: 'ready', result: known.result, isRefreshing: known.status === 'running' }
  const run = await start(business)
  if (known?.result !== undefined) return { status: 'ready', result: known.result, isRefreshing: true }
  const end = await workflows.waitFor(workflowIdOf(run.id), waitMs)
  const made = await store.newest(business)
  if (made?.result === undefined) return toEmpty(end?.status === 'failed' ? 'failed' : 'in_progress', metrics, weeks)
  return { status: 'ready', result: made.result, isRefreshing: made.status === 'running' }
}

function isFresh({ clock, maxAgeMs }: InsightsOptions, { generatedAt, report }: InsightResult): boolean {
  const ageMs = clock.now().getTime() - generatedAt.getTime()
  return ageMs < (report.reason === undefined ? maxAgeMs : Math.min(maxAgeMs, retryAgeMs))
}
