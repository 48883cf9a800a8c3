import type { CallAnalysis, CallScript, ScriptTurn } from './call-script.ts'
import type { WireObject } from './ledger-entry.ts'

/** Speaking rate of both sides, in milliseconds a word. */
const wordMs = 320
/** Silence between two turns, in milliseconds. */
const turnGapMs = 700

export interface SimulatedCall {
  readonly callId: string
  readonly agentId: string
  readonly agentName: string
  readonly agentVersion: number
  readonly from: string
  readonly to: string
  readonly startedAtMs: number
  /** What our server told the agent before the call. */
  readonly variables?: WireObject | undefined
}

/** A function call, placed after the turns that were said before it. */
export interface ToolCall {
  readonly afterTurns: number
  readonly id: string
  readonly name: string
  readonly arguments: WireObject
  readonly answer: unknown
}

/** What was said and done so far. */
export interface Talk {
  readonly turns: readonly ScriptTurn[]
  readonly toolCalls: readonly ToolCall[]
}

export interface FinishedCall extends SimulatedCall {
  readonly talk: Talk
  readonly analysis: CallAnalysis
  readonly endedBy: CallScript['endedBy']
}

interface Utterance extends WireObject {
  readonly role: 'agent' | 'user'
  readonly content: string
  readonly words: readonly { readonly word: string; readonly start: number; readonly end: number }[]
}

/** How long one turn takes, gap included, in milliseconds. */
export function turnDurationMs(turn: ScriptTurn): number {
  return turn.text.split(/\s+/).length * wordMs + turnGapMs
}

export function callDurationMs(turns: readonly ScriptTurn[]): number {
  return turns.reduce((total, turn) => total + turnDurationMs(turn), 0)
}

/** The call object of `call_started`: no end, no transcript yet. */
export function toStartedCall(call: SimulatedCall): WireObject {
  return {
    call_id: call.callId,
    call_type: 'phone_call',
    agent_id: call.agentId,
    agent_version: call.agentVersion,
    agent_name: call.agentName,
    call_status: 'ongoing',
    direction: 'inbound',
    from_number: call.from,
    to_number: call.to,
    start_timestamp: call.startedAtMs,
    ...(call.variables === undefined ? {} : { retell_llm_dynamic_variables: call.variables }),
  }
}

/** The call object of `transcript_updated`, and of a function call in the middle of the call. */
export function toTalkingCall(call: SimulatedCall, talk: Talk): WireObject {
  return { ...toStartedCall(call), ...transcriptFields(talk) }
}

/** The call object of `call_ended`: everything but the analysis. Costs are in cents, `total_duration_seconds` in seconds. */
export function toEndedCall(call: FinishedCall): WireObject {
  const durationMs = callDurationMs(call.talk.turns)
  const seconds = Math.ceil(durationMs / 1_000)
  const cost = Math.round(seconds * 0.1167 * 1_000) / 1_000
  return {
    ...toTalkingCall(call, call.talk),
    call_status: 'ended',
    end_timestamp: call.startedAtMs + durationMs,
    duration_ms: durationMs,
    disconnection_reason: call.endedBy,
    recording_url: `https://recordings.example.com/${call.callId}/recording.wav`,
    public_log_url: `https://recordings.example.com/${call.callId}/public.log`,
    data_storage_setting: 'everything',
    opt_in_signed_url: false,
    call_cost: {
      combined_cost: cost,
      product_costs: [{ product: 'retell_platform', cost, unit_price: 0.1167 }],
      total_duration_seconds: seconds,
      total_duration_unit_price: 0.1167,
    },
  }
}

/** The call object of `call_analyzed`. */
export function toAnalyzedCall(call: FinishedCall): WireObject {
  const { analysis } = call
  return {
    ...toEndedCall(call),
    call_analysis: {
      call_summary: analysis.summary,
      in_voicemail: false,
      user_sentiment: analysis.sentiment,
      call_successful: analysis.successful,
      custom_analysis_data: {},
    },
  }
}

function transcriptFields({ turns, toolCalls }: Talk): WireObject {
  const utterances = toUtterances(turns)
  const lines = turns.map((turn) => `${turn.speaker === 'agent' ? 'Agent' : 'User'}: ${turn.text}\n`)
  return {
    transcript: lines.join(''),
    transcript_object: utterances,
    transcript_with_tool_calls: [...utterances.entries()].flatMap(([index, utterance]) => [
      ...toolEntries(toolCalls, index),
      utterance,
    ]),
  }
}

function toolEntries(toolCalls: readonly ToolCall[], afterTurns: number): readonly WireObject[] {
  return toolCalls.flatMap((call) => (call.afterTurns === afterTurns ? toToolEntries(call) : []))
}

function toToolEntries({ id, name, arguments: given, answer }: ToolCall): readonly WireObject[] {
  return [
    { role: 'tool_call_invocation', tool_call_id: id, name, arguments: JSON.stringify(given) },
    {
      role: 'tool_call_result',
      tool_call_id: id,
      content: JSON.stringify(answer ?? null),
      successful: answer !== undefined,
    },
  ]
}

/** Word times are seconds from the start of the call. */
function toUtterances(turns: readonly ScriptTurn[]): readonly Utterance[] {
  let turnStartMs = 0
  return turns.map((turn) => {
    const startMs = turnStartMs
    turnStartMs += turnDurationMs(turn)
    const words = turn.text.split(/\s+/).map((word, index) => ({
      word,
      start: (startMs + index * wordMs) / 1_000,
      end: (startMs + (index + 1) * wordMs) / 1_000,
    }))
    return { role: turn.speaker === 'agent' ? 'agent' : 'user', content: turn.text, words }
  })
}
