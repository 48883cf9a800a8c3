import type { BusinessId, CallId, Clock } from '@cloudgreet/core'

import { toClientState } from './domain/client-state.ts'
import type { CallControlEvent } from './domain/call-control-event.ts'
import {
  type CallCommand,
  type CallControlSettings,
  toCallCommand,
  toDeadlineMs,
  voicemailLimits,
} from './domain/call-command.ts'
import type { CallMeans, CallTarget } from './domain/controlled-call.ts'
import type { AgentCalls } from './ports/agent-calls.ts'
import type { CallControl, CommandMark } from './ports/call-control.ts'
import type { ControlledCalls, ControlledLine } from './ports/controlled-calls.ts'

export interface PerformTools {
  readonly calls: ControlledCalls
  readonly control: CallControl
  readonly agents: AgentCalls
  readonly settings: CallControlSettings
  readonly clock: Clock
}

export type CallToAct = {
  readonly businessId: BusinessId
  readonly callId: CallId
  readonly means: CallMeans
  readonly line: ControlledLine
}

/** Telnyx forgets a `command_id` after 60 s (developers.telnyx.com, call commands): then it would act a second time. */
const repeatableForMs = 55_000

/**
 * Does what the call's state wants, as the call is now.
 *
 * @returns what came of it; null when the vendors' events will tell
 * @throws {UpstreamError} as the vendors' ports do
 */
export async function performCommand(tools: PerformTools, target: CallToAct): Promise<CallControlEvent | null> {
  const { call, movedAt } = target.line
  const command = toCallCommand(call, target.means, tools.settings)
  if (command === undefined) return null
  const ageMs = tools.clock.now().getTime() - movedAt.getTime()
  const deadlineMs = toDeadlineMs(call.state, tools.settings)
  if (deadlineMs !== undefined && ageMs > deadlineMs)
    return { type: 'time_ran_out', state: call.state, isAgentTalking: false }
  if (ageMs > repeatableForMs) return null
  if (command.kind === 'register_agent') return registerAgent(tools, target, command.agentId)
  await giveCommand(tools.control, target, command)
  return null
}

async function registerAgent(
  { calls, agents }: PerformTools,
  { businessId, callId, line }: CallToAct,
  agentId: string,
): Promise<CallControlEvent> {
  const found = line.mayBeRegistered ? await agents.find(callId) : undefined
  if (found !== undefined) return { type: 'agent_registered', ...found }
  await calls.noteRegistration(businessId, callId)
  const { agentCallId } = await agents.register({ agentId, from: line.from, to: line.to, key: callId })
  return { type: 'agent_registered', agentCallId }
}

type LineCommand = Exclude<CallCommand, { kind: 'register_agent' }>

async function giveCommand(control: CallControl, { callId, line }: CallToAct, command: LineCommand): Promise<void> {
  const { controlId, call, to } = line
  const stateOf = (leg: 'caller' | 'target', target: CallTarget | null) =>
    toClientState({ controlId, number: to ?? '', leg, target })
  const target = command.kind === 'transfer' ? command.target : null
  const mark: CommandMark = { controlId, commandId: `${callId}:${call.state}`, clientState: stateOf('caller', target) }
  switch (command.kind) {
    case 'transfer':
      return control.transfer({
        ...mark,
        to: command.to,
        timeoutSeconds: command.timeoutSeconds,
        targetClientState: stateOf('target', target),
      })
    case 'speak':
      return control.speak({ ...mark, text: command.text })
    case 'start_recording':
      return control.startRecording({ ...mark, ...voicemailLimits })
    case 'answer':
      return control.answer(mark)
    case 'hangup':
      return control.hangup(mark)
    case 'reject':
      return control.reject(mark)
  }
}
