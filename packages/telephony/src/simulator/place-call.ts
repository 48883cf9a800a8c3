import { askBeforeCall, callFunction, findFunctionUrl } from './ask-server.ts'
import type { CallStage } from './call-stage.ts'
import {
  bookingScript,
  type CallScript,
  functionScript,
  type ScriptFunction,
  type ScriptTurn,
} from './domain/call-script.ts'
import {
  callDurationMs,
  type FinishedCall,
  type SimulatedCall,
  toAnalyzedCall,
  toEndedCall,
  type ToolCall,
  toStartedCall,
  toTalkingCall,
  turnDurationMs,
} from './domain/call-record.ts'
import { fillIn, fillInArguments, type FunctionAnswers } from './domain/fill-in.ts'
import type { Effect, WireObject } from './domain/ledger-entry.ts'
import { isObject, objectIn, textIn } from './operation.ts'
import { findLlm } from './retell-agents.ts'
import { agentBoundTo } from './retell-number-operations.ts'
import type { VendorWorld } from './vendor-world.ts'

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

const defaultEvents: readonly string[] = ['call_started', 'call_ended', 'call_analyzed']

/** Calls a number: the agent bound to it at Retell answers, and Retell reports the call. */
export function placeCall(stage: CallStage, request: CallRequest): PlacedCall {
  const agent = agentBoundTo(stage.world, request.to)
  if (agent === undefined) return { ok: false, code: 'number_without_agent' }
  if (agent['is_published'] !== true) return { ok: false, code: 'agent_not_published' }
  const callId = stage.world.retellId('call')
  const finished = askBeforeCall(stage, toCall(stage.world, { callId, agent, request })).then((said) =>
    talkThrough(stage, { callId, agent, request }, said),
  )
  stage.courier.track(finished)
  return { ok: true, callId, finished }
}

/**
 * The agent picks up a call that was registered and dialled by SIP: nobody is asked before such a call. Resolves once
 * it is over and analysed.
 */
export function beginAgentCall(stage: CallStage, picked: PickedUpCall): Promise<void> {
  const finished = talkThrough(stage, picked, {})
  stage.courier.track(finished)
  return finished
}

/** Nobody ever dialled a registered call: Retell gives it up. */
export async function giveUpRegisteredCall(stage: CallStage, agent: WireObject, registered: WireObject): Promise<void> {
  const record = { ...registered, call_status: 'error', disconnection_reason: 'registered_call_timeout' }
  const callId = String(registered['call_id'])
  await report(stage, { callId, agent }, { event: 'call_ended', effect: 'call_ended', record })
}

interface PickedUpCall {
  readonly callId: string
  readonly agent: WireObject
  readonly request: CallRequest
}

interface RunningCall extends PickedUpCall {
  readonly speed: number
}

/** @param said - what our server answered before the call */
async function talkThrough(stage: CallStage, picked: PickedUpCall, said: WireObject): Promise<void> {
  const { agent, request } = picked
  const speed = request.speed ?? 1
  const running = { ...picked, speed }
  const ringing = toCall(stage.world, picked)
  const script = request.script ?? toDefaultScript(stage, agent, said)
  const variables = isObject(said['dynamic_variables']) ? said['dynamic_variables'] : undefined
  const call = { ...ringing, variables, startedAtMs: toStart(stage.world, script, speed) }
  await report(stage, running, { event: 'call_started', effect: 'call_started', record: toStartedCall(call) })
  const finished = await talk(stage, running, { call, script })
  await report(stage, running, { event: 'call_ended', effect: 'call_ended', record: toEndedCall(finished) })
  await stage.pause(1_500 / speed)
  await report(stage, running, { event: 'call_analyzed', effect: 'call_analyzed', record: toAnalyzedCall(finished) })
}

function toCall(world: VendorWorld, { callId, agent, request }: PickedUpCall): SimulatedCall {
  return {
    callId,
    agentId: String(agent['agent_id']),
    agentName: textIn(agent, 'agent_name') ?? '',
    agentVersion: Number(agent['version']),
    from: request.from,
    to: request.to,
    startedAtMs: world.clock.now().getTime(),
  }
}

/** A call that runs faster than speech is dated back, so that it ends about now. */
function toStart(world: VendorWorld, { turns }: CallScript, speed: number): number {
  const scriptMs = callDurationMs(turns.filter((step) => 'speaker' in step))
  return Math.round(world.clock.now().getTime() - scriptMs + scriptMs / speed)
}

function toDefaultScript(stage: CallStage, agent: WireObject, said: WireObject): CallScript {
  const override = objectIn(objectIn(said, 'agent_override'), 'retell_llm')
  const greeting = textIn(override, 'begin_message') ?? greetingOf(stage.world, agent)
  const hasFunctions = findFunctionUrl(stage, agent, 'check_availability') !== undefined
  return hasFunctions ? functionScript(greeting) : bookingScript(greeting)
}

function greetingOf(world: VendorWorld, agent: WireObject): string {
  return textIn(findLlm(world, agent) ?? {}, 'begin_message') ?? 'Hello, how can I help you?'
}

/** Plays the script: what is said is reported turn by turn, what the agent does is done at our server. */
async function talk(
  stage: CallStage,
  running: RunningCall,
  { call, script }: { readonly call: SimulatedCall; readonly script: CallScript },
): Promise<FinishedCall> {
  const turns: ScriptTurn[] = []
  const toolCalls: ToolCall[] = []
  const answers: Record<string, unknown> = {}
  for (const step of script.turns) {
    if ('function' in step) {
      const done = await act(stage, { running, record: toTalkingCall(call, { turns, toolCalls }), step, answers })
      if (done === undefined) continue
      answers[step.function] = done.answer
      toolCalls.push({
        ...done,
        afterTurns: turns.length,
        id: `tool_call_${toolCalls.length + 1}`,
        name: step.function,
      })
      continue
    }
    const turn = { ...step, text: fillIn(step.text, answers) }
    await stage.pause(turnDurationMs(turn) / running.speed)
    turns.push(turn)
    await report(stage, running, { event: 'transcript_updated', record: toTalkingCall(call, { turns, toolCalls }) })
  }
  const analysis = { ...script.analysis, summary: fillIn(script.analysis.summary, answers) }
  return { ...call, talk: { turns, toolCalls }, analysis, endedBy: script.endedBy }
}

interface AgentAct {
  readonly running: RunningCall
  readonly record: WireObject
  readonly step: ScriptFunction
  readonly answers: FunctionAnswers
}

/** Undefined when nothing was called: no URL is known, or an argument would be missing. */
async function act(
  stage: CallStage,
  { running, record, step, answers }: AgentAct,
): Promise<Pick<ToolCall, 'arguments' | 'answer'> | undefined> {
  const url = findFunctionUrl(stage, running.agent, step.function)
  const given = fillInArguments(step.arguments, answers)
  if (url === undefined || given === undefined) return undefined
  const answer = await callFunction(stage, record, { url, name: step.function, arguments: given })
  return { arguments: given, answer }
}

/** Keeps the call as it now is, and sends the event if the agent asked for its kind. */
async function report(
  stage: CallStage,
  { callId, agent }: Pick<PickedUpCall, 'callId' | 'agent'>,
  step: { readonly event: string; readonly effect?: Effect; readonly record: WireObject },
): Promise<void> {
  if (step.effect !== undefined)
    stage.world.record({ vendor: 'retell', effect: step.effect, id: callId, detail: step.record })
  const url = textIn(agent, 'webhook_url') ?? stage.accountWebhookUrl
  const wanted = Array.isArray(agent['webhook_events']) ? agent['webhook_events'] : defaultEvents
  if (url === undefined || !wanted.includes(step.event)) return
  const body = { event: step.event, call: step.record }
  await stage.courier.post({ vendor: 'retell', url, eventType: step.event, subjectId: callId, toBody: () => body })
    .firstAttempt
}
