import type { BusinessId } from '@cloudgreet/core'
import { insightRefreshSchema, type Insights as InsightsBody, insightsSchema } from '@cloudgreet/core/contract'
import type { Insights, InsightsAnswer } from '@cloudgreet/core/insights'

import type { IdempotencyKeys } from '../../data/idempotency-keys.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, jsonAnswer, personProblems, problemAnswer, z } from '../describe-route.ts'
import type { Guards } from '../guards.ts'
import { answerOnce } from '../idempotent.ts'
import { notFound, RequestError } from '../request-error.ts'
import { describeReason } from './insight-reasons.ts'

export interface InsightsRoutesOptions {
  readonly guards: Guards
  readonly insights: Insights
  readonly idempotencyKeys: IdempotencyKeys
  /** Longest wait for a business's first result, in milliseconds. */
  readonly waitMs: number
}

/** What the calls tell their owner. No model is called inside a request. */
export function createInsightsRoutes({ guards, insights, idempotencyKeys, waitMs }: InsightsRoutesOptions): ApiApp {
  const app = createRouteApp()
  app.on('GET', ['/api/analytics/ai-insights'], guards.owner)
  app.on('POST', ['/api/analytics/ai-insights/refresh'], guards.owner)

  app.openapi(routes.read, async (context) => {
    const answer = await insights.read(context.get('businessId'), { waitMs })
    if (answer === undefined) throw notFound('business')
    return context.json(toBody(answer), 200)
  })
  app.openapi(routes.refresh, async (context) => {
    const businessId = context.get('businessId')
    const key = context.req.header('idempotency-key')
    const answer = await answerOnce(
      idempotencyKeys,
      { scope: `insights:${businessId}`, key, request: {} },
      async () => ({ status: 202, body: { runId: await startRun(insights, businessId) } }),
    )
    return context.json(insightRefreshSchema.parse(answer.body), 202)
  })
  return app
}

/** @throws {RequestError} 409 `insights_disabled`; 404 */
async function startRun(insights: Insights, business: BusinessId): Promise<string> {
  const answer = await insights.refresh(business)
  if (answer === undefined) throw notFound('business')
  if (answer.outcome === 'disabled')
    throw new RequestError(409, 'insights_disabled', 'Insights are switched off for this business or this server.')
  return answer.runId
}

function toBody(answer: InsightsAnswer): InsightsBody {
  if (answer.status === 'empty') {
    const { reason, at, metrics, weeks } = answer
    return {
      status: 'empty',
      ...toReason(reason, metrics),
      source: 'rules',
      generatedAt: at.toISOString(),
      isRefreshing: reason === 'in_progress',
      insights: [],
      metrics,
      weeks: [...weeks],
      droppedClaims: {},
    }
  }
  const { report, generatedAt, model, promptVersion, inputDigest, isModelAsked } = answer.result
  const { source, reason, insights, metrics, weeks, droppedClaims } = report
  return {
    // Without findings, a model that was not heard is what there is to say.
    status: reason !== undefined && insights.length === 0 ? 'empty' : 'ready',
    ...toReason(reason, metrics),
    source,
    generatedAt: generatedAt.toISOString(),
    isRefreshing: answer.isRefreshing,
    insights: insights.map((insight) => ({
      ...insight,
      evidence: [...insight.evidence],
      metrics: [...insight.metrics],
    })),
    metrics,
    weeks: [...weeks],
    origin: { model, promptVersion, inputDigest, isRepeat: model !== null && !isModelAsked },
    droppedClaims,
  }
}

function toReason(reason: string | undefined, metrics: Readonly<Record<string, number>>) {
  return reason === undefined ? {} : { reason, reasonText: describeReason(reason, metrics) }
}

const routes = {
  read: createRoute({
    method: 'get',
    path: '/api/analytics/ai-insights',
    summary: 'What the calls of 30 days say about the business, with the words and numbers that show it',
    responses: {
      200: jsonAnswer('Insights, or why there are none.', insightsSchema),
      404: problemAnswer('The business is gone.'),
      ...personProblems,
    },
  }),
  refresh: createRoute({
    method: 'post',
    path: '/api/analytics/ai-insights/refresh',
    summary: 'Make a new result in the background; one that is being made serves',
    request: { headers: z.object({ 'idempotency-key': z.string().optional() }) },
    responses: {
      202: jsonAnswer('The run.', insightRefreshSchema),
      404: problemAnswer('The business is gone.'),
      409: problemAnswer('`insights_disabled`; or the first request with this key is still running.'),
      ...personProblems,
    },
  }),
}
