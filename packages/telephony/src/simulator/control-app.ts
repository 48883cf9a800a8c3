import { Hono } from 'hono'
import { z } from 'zod'

import type { CallStage } from './call-stage.ts'
import { deliverText, type TextStage } from './deliver-text.ts'
import type { LedgerEntry } from './domain/ledger-entry.ts'
import { faultKinds } from './domain/fault-kinds.ts'
import type { FaultPlan } from './domain/fault-plan.ts'
import { findFaultRefusal } from './domain/fault-targets.ts'
import { placeCall } from './place-call.ts'
import { editByHand } from './retell-agents.ts'
import type { TelnyxLines } from './telnyx-lines.ts'
import { seedNumber } from './telnyx-number-operations.ts'

const number = z.string().regex(/^\+[1-9]\d{7,14}$/)
const turn = z.object({ speaker: z.enum(['agent', 'caller']), text: z.string().min(1) })
const functionCall = z.object({
  function: z.string().regex(/^[\w-]{1,64}$/),
  arguments: z.record(z.string(), z.unknown()).default({}),
})
const callBody = z.object({
  to: number,
  from: number,
  speed: z.number().positive().max(100_000).optional(),
  wait: z.boolean().default(false),
  script: z
    .object({
      turns: z.array(z.union([turn, functionCall])).min(1),
      analysis: z.object({
        summary: z.string(),
        sentiment: z.enum(['Negative', 'Positive', 'Neutral', 'Unknown']),
        successful: z.boolean(),
      }),
      endedBy: z.enum(['user_hangup', 'agent_hangup']).default('user_hangup'),
    })
    .optional(),
  agentDown: z.boolean().default(false),
  owner: z.enum(['answers', 'no_answer', 'busy']).default('answers'),
  hangUpAfterMs: z.number().int().nonnegative().optional(),
})
const textBody = z.object({ to: number, from: number, text: z.string(), wait: z.boolean().default(false) })
const wantedFault = z.looseObject({ target: z.string(), kind: z.string() })
const faultBody = z.object({
  target: z.string(),
  kind: z.enum(faultKinds),
  times: z.number().int().positive().default(1),
  delayMs: z.number().int().nonnegative().default(1_000),
  code: z
    .string()
    .regex(/^\d{5}$/)
    .optional(),
})
const editBody = z.object({
  agent: z.record(z.string(), z.unknown()).optional(),
  llm: z.record(z.string(), z.unknown()).optional(),
  publish: z.boolean().default(true),
})
const numbersBody = z.object({ numbers: z.array(number).min(1).max(10_000) })

export interface ControlStage {
  readonly calls: CallStage
  readonly lines: TelnyxLines
  readonly texts: TextStage
  readonly faults: FaultPlan
  /** What faults can be asked for: see {@link listFaultTargets}. */
  readonly faultTargets: readonly string[]
}

/** The simulator's own API: makes people call and text, asks for faults, reads the ledger. */
export function createControlApp(stage: ControlStage): Hono {
  const app = new Hono()
  app.use(async (context, next) => {
    // A page in the developer's browser must not reach the simulator; browsers send one of these with it.
    const isBrowser = context.req.header('origin') !== undefined || context.req.header('sec-fetch-site') !== undefined
    return isBrowser ? context.json({ code: 'browser_refused' }, 403) : next()
  })
  app.onError((error, context) => {
    if (error instanceof z.ZodError) return context.json({ code: 'validation_failed', errors: error.issues }, 422)
    if (error instanceof SyntaxError) return context.json({ code: 'body_not_json' }, 400)
    throw error
  })
  app.get('/health', (context) => context.json({ status: 'ok' }))
  addPeople(app, stage)
  addFaults(app, stage)
  addRecords(app, stage.calls)
  return app
}

function addPeople(app: Hono, { calls, lines, texts }: ControlStage): void {
  app.post('/calls', async (context) => {
    const { wait, ...request } = callBody.parse(await context.req.json())
    const placed = lines.place(request) ?? placeCall(calls, request)
    if (!placed.ok) return context.json({ code: placed.code }, 409)
    if (wait) await placed.finished
    return context.json({ callId: placed.callId }, wait ? 200 : 202)
  })
  app.post('/texts', async (context) => {
    const { wait, ...request } = textBody.parse(await context.req.json())
    const delivered = deliverText(texts, request)
    if (!delivered.ok) return context.json({ code: delivered.code }, 409)
    if (wait) await delivered.finished
    return context.json({ messageId: delivered.messageId, keyword: delivered.keyword ?? null }, wait ? 200 : 202)
  })
  app.post('/numbers', async (context) => {
    const { numbers } = numbersBody.parse(await context.req.json())
    return context.json({ numbers: numbers.map((spare) => seedNumber(texts.world, spare)) })
  })
  app.post('/agents/:id/edits', async (context) => {
    const edit = editBody.parse(await context.req.json())
    const { status, body } = editByHand(calls.world, context.req.param('id'), edit)
    return context.json(body ?? { edited: true }, status === 200 ? 200 : 404)
  })
}

function addFaults(app: Hono, { faults, faultTargets }: ControlStage): void {
  app.post('/faults', async (context) => {
    const wanted = wantedFault.parse(await context.req.json())
    const refusal = findFaultRefusal(wanted, faultTargets)
    if (refusal !== undefined) return context.json(refusal, 422)
    faults.add(faultBody.parse(wanted))
    return context.json({ faults: faults.list() }, 201)
  })
  app.get('/faults', (context) => context.json({ faults: faults.list(), targets: faultTargets }))
  app.delete('/faults', (context) => {
    faults.clear()
    return context.json({ faults: [] })
  })
}

function addRecords(app: Hono, { world, courier }: CallStage): void {
  app.get('/ledger', (context) => {
    const { effect, key, id } = context.req.query()
    const wanted = Object.entries({ effect, key, id }).filter(([, value]) => value !== undefined)
    const isWanted = (entry: LedgerEntry) => wanted.every(([field, value]) => Reflect.get(entry, field) === value)
    return context.json({ entries: world.ledger().filter(isWanted) })
  })
  app.get('/deliveries', (context) => context.json({ deliveries: courier.deliveries() }))
  app.post('/settle', async (context) => {
    await courier.settle()
    return context.json({ deliveries: courier.deliveries() })
  })
}
