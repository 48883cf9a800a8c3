import { bookingScript, type CallScript } from './domain/call-script.ts'
import {
  callDurationMs,
  toAnalyzedCall,
  toEndedCall,
  toStartedCall,
  toTalkingCall,
  turnDurationMs,
  type SimulatedCall,
} from './domain/call-record.ts'
import type { Effect, WireObject } from './domain/ledger-entry.ts'
import { textIn } from './operation.ts'
import { findLlm } from './retell-agents.ts'
import { agentBoundTo } from './retell-number-operations.ts'
import type { VendorWorld } from './vendor-world.ts'
import type { WebhookCourier } from './webhook-courier.ts'

export interface CallRequest {
  /** The number that is called. */
  readonly to: string
  readonly from: string
  /** Default: a caller books a visit. */
  readonly script?: CallScript | undefined
  /** How much faster than speech. Default: 1. At 1000 the call is over at once. */
  readonly speed?: number | undefined
}

export type PlacedCall =
  | { readonly ok: true; readonly callId: string; readonly finished: Promise<void> }
  | { readonly ok: false; readonly code: 'number_without_agent' | 'agent_not_published' }

export interface CallStage {
  readonly world: VendorWorld
  readonly courier: WebhookCourier
  readonly pause: (durationMs: number) => Promise<void>
  /** Where events of agents without a `webhook_url` go: the account's URL. */
  readonly accountWebhookUrl: string | undefined
}

const defaultEvents: readonly string[] = ['call_started', 'call_ended', 'call_analyzed']

/** Calls a number: the agent bound to it at Retell answers, and Retell reports the call. */
export function placeCall(stage: CallStage, request: CallRequest): PlacedCall {
  const agent = agentBoundTo(stage.world, request.to)
  if (agent === undefined) return { ok: false, code: 'number_without_agent' }
  if (agent['is_published'] !== true) return { ok: false, code: 'agent_not_published' }
  const call = toCall(stage.world, agent, request)
  const finished = runCall(stage, { call, agent, speed: request.speed ?? 1 })
  stage.courier.track(finished)
  return { ok: true, callId: call.callId, finished }
}

function toCall(world: VendorWorld, agent: WireObject, request: CallRequest): SimulatedCall {
  const script = request.script ?? bookingScript(greetingOf(world, agent))
  const scriptMs = callDurationMs(script)
  // A call that runs faster than speech is dated back, so that it ends about now.
  const leadMs = scriptMs - scriptMs / (request.speed ?? 1)
  return {
    callId: world.retellId('call'),
    agentId: String(agent['agent_id']),
    agentName: textIn(agent, 'agent_name') ?? '',
    agentVersion: Number(agent['version']),
    from: request.from,
    to: request.to,
    startedAtMs: Math.round(world.clock.now().getTime() - leadMs),
    script,
  }
}

function greetingOf(world: VendorWorld, agent: WireObject): string {
  return textIn(findLlm(world, agent) ?? {}, 'begin_message') ?? 'Hello, how can I help you?'
}

interface RunningCall {
  readonly call: SimulatedCall
  readonly agent: WireObject
  readonly speed: number
}

async function runCall(stage: CallStage, running: RunningCall): Promise<void> {
  const { call, speed } = running
  await report(stage, running, { event: 'call_started', effect: 'call_started', record: toStartedCall(call) })
  for (const [index, turn] of call.script.turns.entries()) {
    await stage.pause(turnDurationMs(turn) / speed)
    await report(stage, running, { event: 'transcript_updated', record: toTalkingCall(call, index + 1) })
  }
  await report(stage, running, { event: 'call_ended', effect: 'call_ended', record: toEndedCall(call) })
  await stage.pause(1_500 / speed)
  await report(stage, running, { event: 'call_analyzed', effect: 'call_analyzed', record: toAnalyzedCall(call) })
}

/** Keeps the call as it now is, and sends the event if the agent asked for its kind. */
async function report(
  stage: CallStage,
  { call, agent }: RunningCall,
  step: { readonly event: string; readonly effect?: Effect; readonly record: WireObject },
): Promise<void> {
  if (step.effect !== undefined)
    stage.world.record({ vendor: 'retell', effect: step.effect, id: call.callId, detail: step.record })
  const url = textIn(agent, 'webhook_url') ?? stage.accountWebhookUrl
  const wanted = Array.isArray(agent['webhook_events']) ? agent['webhook_events'] : defaultEvents
  if (url === undefined || !wanted.includes(step.event)) return
  const body = { event: step.event, call: step.record }
  await stage.courier.post({ vendor: 'retell', url, eventType: step.event, subjectId: call.callId, toBody: () => body })
    .firstAttempt
}
