import type { AgentInspection, BusinessId } from '@cloudgreet/core'
import {
  type AgentInspectionEntry,
  type AgentRepair,
  agentRepairSchema,
  type AgentReport,
  agentReportSchema,
} from '@cloudgreet/core/contract'
import { type AgentUpkeep, type CallLog, checkTranscript } from '@cloudgreet/telephony'

import type { IdempotencyKeys } from '../../data/idempotency-keys.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, jsonAnswer, personProblems, problemAnswer, z } from '../describe-route.ts'
import type { Guards } from '../guards.ts'
import { answerOnce } from '../idempotent.ts'
import { notFound, RequestError } from '../request-error.ts'

export interface AgentRoutesOptions {
  readonly guards: Guards
  /** Undefined while a vendor is off. */
  readonly agentUpkeep: AgentUpkeep | undefined
  readonly calls: CallLog
  readonly idempotencyKeys: IdempotencyKeys
}

/** How a business's agent is, and its repair, for programs of the operator. */
export function createAgentRoutes(options: AgentRoutesOptions): ApiApp {
  const app = createRouteApp()
  app.use('/api/internal/agents/*', options.guards.internal)
  app.openapi(inspectRoute, async (context) => {
    const report = await readReport(options, context.req.valid('param').businessId as BusinessId)
    return context.json(report, 200)
  })
  app.openapi(repairRoute, async (context) => {
    const businessId = context.req.valid('param').businessId as BusinessId
    const key = context.req.header('idempotency-key')
    const answer = await answerOnce(
      options.idempotencyKeys,
      { scope: `repair_agent:${businessId}`, key, request: { businessId } },
      async () => ({ status: 200, body: await repairAgent(options, businessId) }),
    )
    return context.json(agentRepairSchema.parse(answer.body), 200)
  })
  return app
}

async function readReport(options: AgentRoutesOptions, business: BusinessId): Promise<AgentReport> {
  const inspection = await requireUpkeep(options).inspectAgent(business)
  if (inspection === undefined) throw notFound('business')
  return { ...toEntry(inspection), lastCall: await checkLastCall(options.calls, business) }
}

/** The calls on the first page are enough to find one that was spoken in. */
async function checkLastCall(calls: CallLog, business: BusinessId): Promise<AgentReport['lastCall']> {
  const { items } = await calls.list(business, { limit: 10 })
  for (const { id } of items) {
    const call = await calls.get(business, id)
    if (call !== undefined && call.transcript.length > 0)
      return { callId: id, missingPhrases: [...checkTranscript(call.transcript)] }
  }
  return null
}

async function repairAgent(options: AgentRoutesOptions, business: BusinessId): Promise<AgentRepair> {
  const result = await requireUpkeep(options).repairAgent(business)
  if (result.outcome === 'done') return { repaired: [...result.repaired], agent: toEntry(result.inspection) }
  if (result.outcome === 'failed')
    throw new RequestError(502, result.code, 'The agent could not be repaired; a check repeats it.')
  if (result.outcome === 'no_business') throw notFound('business')
  throw new RequestError(503, 'repair_running', 'A repair of this agent is going on.', { retryAfter: 5 })
}

/** @throws {RequestError} 503 `feature_off` */
function requireUpkeep({ agentUpkeep }: AgentRoutesOptions): AgentUpkeep {
  if (agentUpkeep === undefined) throw new RequestError(503, 'feature_off', 'Retell or Telnyx is not configured.')
  return agentUpkeep
}

function toEntry({ agentId, drift, missingPhrases, ...inspection }: AgentInspection): AgentInspectionEntry {
  return { ...inspection, agentId: agentId ?? null, drift: [...drift], missingPhrases: [...missingPhrases] }
}

const businessParameter = z.object({
  businessId: z.uuid().openapi({ param: { name: 'businessId', in: 'path' }, format: 'uuid' }),
})
const agentProblems = {
  ...personProblems,
  404: problemAnswer('No open business has this id.'),
  502: problemAnswer('A vendor refused; `code` says how.'),
} as const

const inspectRoute = createRoute({
  method: 'get',
  path: '/api/internal/agents/{businessId}',
  summary: 'How the agent of a business is: what differs from what it should be, each with its repair',
  request: { params: businessParameter },
  responses: { 200: jsonAnswer('The agent as it is at the vendors now.', agentReportSchema), ...agentProblems },
})

const repairRoute = createRoute({
  method: 'post',
  path: '/api/internal/agents/{businessId}/repair',
  summary: 'Make the agent exist, be as its business wishes and answer; done again it changes nothing',
  request: { params: businessParameter, headers: z.object({ 'idempotency-key': z.string().optional() }) },
  responses: { 200: jsonAnswer('What was repaired, and how the agent is now.', agentRepairSchema), ...agentProblems },
})
