import { z } from 'zod'

import { type AgentFunctionName, argumentSchemas } from './function-arguments.ts'

/** A function as the model is told of it. */
export interface AgentFunction {
  readonly name: AgentFunctionName
  readonly description: string
  /** JSON Schema, at the top an object. */
  readonly parameters: Readonly<Record<string, unknown>>
}

const descriptions: Readonly<Record<AgentFunctionName, string>> = {
  check_availability: 'Look up open appointment times. Call it before offering any time; offer only what it returns.',
  book_appointment: 'Book an appointment at a time that the caller chose. It is booked only when the answer says ok.',
  reschedule: 'Move an appointment of the caller to another time.',
  cancel: 'Cancel an appointment of the caller.',
  take_message: 'Pass a message on to the business. Use it whenever you cannot help yourself.',
  opt_out: 'Call it as soon as the caller does not want to be called or texted any more, in whatever words.',
  transfer: 'Ask for a person. The answer holds the number to transfer to, or says why nobody can take the call.',
}

/** Everything that the agent can do during a call: install these at the vendor, under the names given here. */
export const agentFunctions: readonly AgentFunction[] = Object.entries(argumentSchemas).map(([name, schema]) => {
  const { $schema: _dialect, ...parameters } = z.toJSONSchema(schema, { io: 'input' })
  return { name: name as AgentFunctionName, description: descriptions[name as AgentFunctionName], parameters }
})
