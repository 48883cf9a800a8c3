import type { FunctionCalls, Logger, Timer } from '@cloudgreet/core'

import {
  type AgentCall,
  type FunctionCallReading,
  readRetellFunctionCall,
} from './adapters/retell/retell-function-call.ts'
import { type FunctionAnswer, type FunctionResult, refuse } from './domain/function-answer.ts'
import { type AgentFunctionName, isAgentFunctionName, readArguments } from './domain/function-arguments.ts'
import type { FunctionContext, FunctionHandler, FunctionTools } from './function-context.ts'
import { bookAppointment } from './handlers/book-appointment.ts'
import { cancel } from './handlers/cancel.ts'
import { checkAvailability } from './handlers/check-availability.ts'
import { optOut } from './handlers/opt-out.ts'
import { reschedule } from './handlers/reschedule.ts'
import { takeMessage } from './handlers/take-message.ts'
import { transfer } from './handlers/transfer.ts'
import type { CalledBusinesses } from './ports/called-businesses.ts'
import { withinTime } from './within-time.ts'

export interface FunctionDispatcherOptions extends FunctionTools {
  readonly businesses: CalledBusinesses
  readonly functionCalls: FunctionCalls
  /** SHA-256 of the text, in hexadecimal. */
  readonly digest: (text: string) => string
  readonly timer: Timer
  readonly logger: Logger
  /** Longest silence on the line before the agent hears that we are not available, in milliseconds. Default: 1800. */
  readonly limitMs?: number
}

export type DispatchedFunction =
  | { readonly ok: true; readonly answer: FunctionAnswer }
  | {
      readonly ok: false
      readonly code: 'unknown_function' | Extract<FunctionCallReading, { readonly ok: false }>['code']
    }

/** Runs what a voice agent asks for during a call. */
export interface FunctionDispatcher {
  /**
   * A refusal by our rules is an answer like any other, as is not being able to answer in time: the model must hear
   * why. Not ok is only a request that no configured agent sends.
   *
   * @param body - verified: the signature is the caller's business
   */
  dispatch(name: string, body: Uint8Array): Promise<DispatchedFunction>
}

type ChangingName = Exclude<AgentFunctionName, 'check_availability'>

const handlers: { readonly [Name in ChangingName]: FunctionHandler<Name> } = {
  book_appointment: bookAppointment,
  reschedule,
  cancel,
  take_message: takeMessage,
  opt_out: optOut,
  transfer,
}

export function createFunctionDispatcher(options: FunctionDispatcherOptions): FunctionDispatcher {
  const { businesses, timer, logger, limitMs = 1_800 } = options

  const run = async (name: AgentFunctionName, call: AgentCall, args: unknown): Promise<FunctionAnswer> => {
    const business = await businesses.find({ agentId: call.agentId, number: call.ourNumber })
    if (business === undefined) {
      logger.warn('Agent function for no business', { function: name, agentId: call.agentId })
      return unknownBusiness.answer
    }
    return runFunction(options, { name, args, context: { business, call, tools: options } })
  }

  return {
    async dispatch(name, body) {
      if (!isAgentFunctionName(name)) return { ok: false, code: 'unknown_function' }
      const reading = readRetellFunctionCall(name, body)
      if (!reading.ok) return reading
      const fields = { function: name, providerCallId: reading.call.providerCallId }
      try {
        const answer = await withinTime(run(name, reading.call, reading.args), { limitMs, timer })
        if (answer === undefined) logger.error('Agent function late', { ...fields, errorCode: 'function_late' })
        return { ok: true, answer: answer ?? unavailable.answer }
      } catch (error) {
        logger.error('Agent function failed', { ...fields, error })
        return { ok: true, answer: unavailable.answer }
      }
    },
  }
}

const unavailable = refuse('unavailable', 'I cannot reach our calendar at this moment. Please let me try once more.')
const agentPaused = refuse('agent_paused', 'I cannot make appointments at this moment. Shall I take a message?', {
  fallback: 'take_message',
})
const unknownBusiness = refuse('unknown_business', 'I cannot do that on this line.')

/** What a paused agent leaves to people; it still cancels, opts out, transfers and takes messages. */
const bookingNames: ReadonlySet<AgentFunctionName> = new Set(['check_availability', 'book_appointment', 'reschedule'])

interface AskedFunction {
  readonly name: AgentFunctionName
  readonly args: unknown
  readonly context: FunctionContext
}

async function runFunction(options: FunctionDispatcherOptions, asked: AskedFunction): Promise<FunctionAnswer> {
  const { name, args, context } = asked
  if (context.business.isAgentPaused && bookingNames.has(name)) return agentPaused.answer
  if (name !== 'check_availability') return change(options, { ...asked, name })
  const read = readArguments(name, args)
  return (read.ok ? await checkAvailability(read.values, context) : refuseArguments(read.fields)).answer
}

/** Once for each call and arguments, whatever the vendor's retries and the model repeat. */
async function change<Name extends ChangingName>(
  { functionCalls, digest, clock }: FunctionDispatcherOptions,
  { name, args, context }: AskedFunction & { readonly name: Name },
): Promise<FunctionAnswer> {
  const read = readArguments(name, args)
  if (!read.ok) return refuseArguments(read.fields).answer
  const handler: FunctionHandler<Name> = handlers[name]
  const key = {
    businessId: context.business.id,
    providerCallId: context.call.providerCallId,
    name,
    argumentsDigest: digest(JSON.stringify(Object.entries(read.values).toSorted(byKey))),
    calledAt: clock.now(),
    meansCurrent: (name === 'cancel' || name === 'reschedule') && !Object.hasOwn(read.values, 'appointment_id'),
  }
  const outcome = await functionCalls.once(key, async (transaction) => {
    const { answer, isFinal = false, subjectId } = await handler(read.values, { ...context, transaction })
    return { code: answer.code, answer, isFinal, subjectId }
  })
  return outcome.answer as FunctionAnswer
}

function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1
}

function refuseArguments(fields: readonly { readonly field: string; readonly message: string }[]): FunctionResult {
  return refuse('bad_arguments', 'I am missing something for that.', { fields })
}
