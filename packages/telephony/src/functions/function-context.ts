import type {
  AppointmentBook,
  CallerMessages,
  Clock,
  ConsentRecorder,
  EventOutbox,
  IdSource,
  Transaction,
} from '@cloudgreet/core'

import type { AgentCall } from './adapters/retell/retell-function-call.ts'
import type { AgentFunctionName, FunctionArguments } from './domain/function-arguments.ts'
import type { FunctionResult } from './domain/function-answer.ts'
import type { CalledBusiness } from './ports/called-businesses.ts'

/** What the functions work with. */
export interface FunctionTools {
  readonly book: AppointmentBook
  readonly messages: CallerMessages
  readonly consents: ConsentRecorder
  readonly outbox: EventOutbox
  readonly clock: Clock
  readonly ids: IdSource
}

export interface FunctionContext {
  readonly business: CalledBusiness
  readonly call: AgentCall
  readonly tools: FunctionTools
}

/** Of functions that change something: all of it in this transaction. */
export interface ChangeContext extends FunctionContext {
  readonly transaction: Transaction
}

export type FunctionHandler<Name extends AgentFunctionName, Context extends FunctionContext = ChangeContext> = (
  args: FunctionArguments<Name>,
  context: Context,
) => Promise<FunctionResult>
