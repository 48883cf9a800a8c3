import type { AppointmentBook, Clock, Logger, Timer } from '@cloudgreet/core'

import { type InboundCallReading, readRetellInboundCall } from './adapters/retell/retell-inbound-call.ts'
import { toInboundVariables } from './domain/inbound-variables.ts'
import type { CalledBusiness, CalledBusinesses } from './ports/called-businesses.ts'
import { withinTime } from './within-time.ts'

export interface InboundCallAnswerOptions {
  readonly businesses: CalledBusinesses
  readonly book: AppointmentBook
  readonly clock: Clock
  readonly timer: Timer
  readonly logger: Logger
  /** Longest wait while the caller hears it ringing, in milliseconds. Default: 1000. */
  readonly limitMs?: number
}

type ReadCall = Extract<InboundCallReading, { readonly ok: true }>
type Refusal = Extract<InboundCallReading, { readonly ok: false }>

/** Retell's answer to take, in its own shape. */
export interface InboundCallAnswer {
  readonly call_inbound: {
    readonly dynamic_variables?: Readonly<Record<string, string>>
    readonly metadata?: Readonly<Record<string, string>>
    readonly agent_override?: { readonly retell_llm: { readonly begin_message: string } }
  }
}

const offeredSlots = 3
const nothing: InboundCallAnswer = { call_inbound: {} }

/**
 * Answers Retell's question before a call: what the agent should know about it.
 *
 * It always answers, and soon. While Retell waits or tries again the caller hears it ringing, and in the end the bound
 * agent takes the call anyway, with the default variables. So trouble of ours is answered with nothing at once instead
 * of an error that would be tried three times.
 *
 * A paused agent is taken off its number; until then it takes the call, as Retell documents no answer that refuses one.
 * Its first words say that it makes no appointments, and its functions refuse to. `agent_paused` tells its prompt the same.
 */
export function createInboundCallAnswer(options: InboundCallAnswerOptions) {
  const { timer, logger, limitMs = 1_000 } = options
  return async (body: Uint8Array): Promise<{ readonly ok: true; readonly answer: InboundCallAnswer } | Refusal> => {
    const reading = readRetellInboundCall(body)
    if (!reading.ok) return reading
    try {
      const answer = await withinTime(tellAgent(options, reading), { limitMs, timer })
      if (answer === undefined) logger.warn('Inbound variables missing', { errorCode: 'inbound_variables_late' })
      return { ok: true, answer: answer ?? nothing }
    } catch (error) {
      logger.error('Inbound variables missing', { error })
      return { ok: true, answer: nothing }
    }
  }
}

async function tellAgent(
  { businesses, book, clock }: InboundCallAnswerOptions,
  { agentId, number, caller }: ReadCall,
): Promise<InboundCallAnswer> {
  const business = await businesses.find({ agentId, number })
  if (business === undefined) return nothing
  const open = await book.listOpenSlots(business.id, { limit: offeredSlots })
  const latest = caller === null ? undefined : await book.findLatestFor(business.id, caller)
  const slots = open.ok ? open.slots : []
  return {
    call_inbound: {
      dynamic_variables: toInboundVariables({ business, now: clock.now(), slots, caller, latest }),
      metadata: { business_id: business.id },
      ...(business.isAgentPaused
        ? { agent_override: { retell_llm: { begin_message: toPausedGreeting(business) } } }
        : {}),
    },
  }
}

/** An AI's voice says that it is one, and that the call is recorded, whatever it says besides. */
function toPausedGreeting({ businessName, forwardNumber }: CalledBusiness): string {
  const offer = forwardNumber === null ? 'I can take a message.' : 'I can put you through or take a message.'
  return (
    `Thank you for calling ${businessName}. I am an AI assistant, and this call is recorded. ` +
    `I cannot make appointments at this moment. ${offer}`
  )
}
