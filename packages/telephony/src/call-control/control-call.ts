import {
  type BusinessId,
  type CallId,
  type Json,
  type Logger,
  type PhoneNumber,
  StepError,
  UpstreamError,
  type Workflow,
  type WorkflowContext,
} from '@cloudgreet/core'
import { z } from 'zod'

import type { CallControlEvent } from './domain/call-control-event.ts'
import { toDeadlineMs } from './domain/call-command.ts'
import type { CallControlState, CallMeans } from './domain/controlled-call.ts'
import { decideCallControl } from './domain/decide-call-control.ts'
import { toCallControlEvent } from './domain/to-call-control-event.ts'
import { performCommand, type PerformTools } from './perform-command.ts'
import type { NumberRoutes } from './ports/number-routes.ts'

/** Names the workflow in outbox rows and in the engine: it never changes. */
export const controlCallName = 'control_call'

export interface ControlCallOptions extends PerformTools {
  readonly routes: NumberRoutes
  /** What can be done for a caller of the business; undefined when it is gone. */
  readonly findMeans: (business: BusinessId) => Promise<CallMeans | undefined>
  readonly logger: Logger
}

/** What the outbox starts it with, one run for each event of the call's lines. */
export type ControlCallInput = {
  readonly businessId: BusinessId
  readonly eventId: string
  readonly type: string
  readonly data: { readonly [name: string]: Json | undefined }
}

/** A call's share of an event: the open call, or the id of one whose place another has taken. */
const dataSchema = z.object({
  call: z.object({ id: z.string(), to: z.string().nullish() }).optional(),
  supersededCallId: z.string().optional(),
  target: z.enum(['agent', 'owner']).nullish(),
  cause: z.string().nullish(),
})

/** More than the longest chain of states that one event can set off. */
const mostMoves = 16
const databaseRetry = { maxAttempts: 10, intervalMs: 500 }
/** Codes of a vendor that did not say whether it took a command: see {@link UpstreamError}. */
const unanswered: ReadonlySet<string> = new Set(['upstream_timeout', 'upstream_failed'])
/** A caller waits meanwhile, so it is short. */
const commandRetry = {
  maxAttempts: 3,
  intervalMs: 300,
  shouldRetry: (error: unknown) => !UpstreamError.isInstance(error) || error.outcome === 'unknown' || error.isRetryable,
}

/**
 * Carries a call of the route `call-control` on by one event: moves its state, does what the new state wants and,
 * where the vendors stay silent for too long, goes on without them.
 *
 * Each event of the call's lines has a run of its own. Only the run that brought the call into a state acts in it, so
 * each command is given by one run; resumed after a crash it looks at the call as it is then.
 */
export function createControlCall(options: ControlCallOptions): Workflow<ControlCallInput, Json> {
  return {
    name: controlCallName,
    async run(context, input): Promise<Json> {
      const data = dataSchema.parse(input.data)
      const event = toCallControlEvent(input.type, data)
      const callId = data.call?.id ?? data.supersededCallId
      if (event === undefined || callId === undefined) return { outcome: 'not_about_control' }
      const subject = { businessId: input.businessId, callId: callId as CallId }
      const called = data.call?.to ?? null
      const isOurs = await context.step('find_route', () => isControlled(options, subject, called), databaseRetry)
      return isOurs ? new ControlRun(context, options, subject).carryOn(event) : { outcome: 'other_route' }
    },
  }
}

type Subject = { readonly businessId: BusinessId; readonly callId: CallId }

/** A call that we control already stays ours, whatever becomes of its number's route. */
async function isControlled(
  { calls, routes }: ControlCallOptions,
  { businessId, callId }: Subject,
  called: string | null,
): Promise<boolean> {
  if ((await calls.find(businessId, callId)) !== undefined) return true
  return called !== null && (await routes.find(businessId, called as PhoneNumber)) === 'call-control'
}

class ControlRun {
  readonly #context: WorkflowContext
  readonly #options: ControlCallOptions
  readonly #subject: Subject

  constructor(context: WorkflowContext, options: ControlCallOptions, subject: Subject) {
    this.#context = context
    this.#options = options
    this.#subject = subject
  }

  async carryOn(first: CallControlEvent): Promise<Json> {
    let event = first
    for (let turn = 1; turn <= mostMoves; turn += 1) {
      const happened = event
      const state = await this.#context.step(
        `move_${turn}`,
        ({ idempotencyKey }) => this.#move(happened, idempotencyKey),
        databaseRetry,
      )
      if (state === null) return { outcome: 'nothing_to_do' }
      const next = await this.#act(turn, state)
      if (next !== null) {
        event = next
        continue
      }
      const deadlineMs = toDeadlineMs(state, this.#options.settings)
      if (deadlineMs === undefined) return { outcome: state }
      await this.#context.sleep(deadlineMs)
      event = { type: 'time_ran_out', state, isAgentTalking: false }
    }
    return { outcome: 'too_many_moves' }
  }

  /** @returns the state that this run brought the call into, null when the call is not this run's to act on */
  async #move(event: CallControlEvent, key: string): Promise<CallControlState | null> {
    const { calls, clock } = this.#options
    const { businessId, callId } = this.#subject
    const means = await this.#findMeans()
    const line = await calls.move(businessId, callId, {
      key,
      at: clock.now(),
      decide: (call, { isAgentTalking }) =>
        decideCallControl(call, event.type === 'time_ran_out' ? { ...event, isAgentTalking } : event, means),
    })
    return line?.isMine === true ? line.call.state : null
  }

  async #act(turn: number, state: CallControlState): Promise<CallControlEvent | null> {
    const { logger } = this.#options
    try {
      const key = `${this.#context.id}:move_${turn}`
      return await this.#context.step(`act_${turn}`, () => this.#perform(key), commandRetry)
    } catch (error) {
      if (!StepError.isInstance(error)) throw error
      if (error.code === 'call_ended') return { type: 'call_ended' }
      logger.warn('Command for a call not taken', { ...this.#subject, state, errorCode: error.code })
      // Whom the caller was sent to may be talking by now: the events, or the end of the waiting, will tell.
      if (state !== 'registering' && unanswered.has(error.code)) return null
      return this.#context.step(`probe_${turn}`, () => this.#probe(state), databaseRetry)
    }
  }

  async #perform(key: string): Promise<CallControlEvent | null> {
    const { businessId, callId } = this.#subject
    const line = await this.#options.calls.find(businessId, callId)
    // The vendors' events were faster: what this state wanted is past.
    if (line === undefined || line.movedBy !== key) return null
    return performCommand(this.#options, { ...this.#subject, line, means: await this.#findMeans() })
  }

  /** Whether the caller is still there decides between the next way out and the end. */
  async #probe(state: CallControlState): Promise<CallControlEvent> {
    const line = await this.#options.calls.find(this.#subject.businessId, this.#subject.callId)
    const isAlive = line !== undefined && (await this.#options.control.isAlive(line.controlId).catch(() => true))
    return isAlive ? { type: 'command_refused', state } : { type: 'call_ended' }
  }

  async #findMeans(): Promise<CallMeans> {
    return (await this.#options.findMeans(this.#subject.businessId)) ?? nothing
  }
}

/** Of a business that is gone: the caller is not left in silence. */
const nothing: CallMeans = {
  agentId: null,
  isAgentPaused: false,
  forwardNumber: null,
  voicemailGreeting: 'Nobody can take your call right now.',
}
