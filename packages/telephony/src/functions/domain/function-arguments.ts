import { z } from 'zod'

const time = z
  .string()
  .max(40)
  .describe("ISO 8601, as offered, or the caller's words as local time without an offset: 2026-01-15T10:00")
const service = z.string().max(80).optional().describe('What the appointment is for, as in the list of services')
const phone = z.string().max(32).optional().describe("Only when it is not the caller's own number")
const name = z.string().min(1).max(120)
const whichOne = {
  appointment_id: z.string().max(64).optional().describe('When the caller has several: the id that was offered'),
  customer_phone: phone,
  customer_name: name.optional().describe('The name that it was booked for'),
}

/** What the model fills in for each function. */
export const argumentSchemas = {
  check_availability: z.object({
    from: time.optional().describe('The earliest time that suits the caller; leave it out for as soon as possible'),
    service,
  }),
  book_appointment: z.object({
    starts_at: time,
    customer_name: name.describe('First and last name'),
    customer_phone: phone,
    service,
    notes: z.string().max(1_000).optional().describe('What the owner should know beforehand'),
  }),
  reschedule: z.object({ starts_at: time, ...whichOne }),
  cancel: z.object(whichOne),
  take_message: z.object({
    message: z.string().min(1).max(2_000),
    caller_name: name.optional(),
    callback_number: phone,
    urgent: z.boolean().optional(),
  }),
  opt_out: z.object({
    scope: z.enum(['phone', 'all']).optional().describe('phone: calls and texts (default); all: emails as well'),
    reason: z.string().max(500).optional().describe("The caller's own words"),
  }),
  transfer: z.object({ reason: z.string().max(500).optional() }),
} as const

export type AgentFunctionName = keyof typeof argumentSchemas
export type FunctionArguments<Name extends AgentFunctionName> = z.output<(typeof argumentSchemas)[Name]>

export function isAgentFunctionName(name: string): name is AgentFunctionName {
  return Object.hasOwn(argumentSchemas, name)
}

export type ReadArguments<Name extends AgentFunctionName> =
  | { readonly ok: true; readonly values: FunctionArguments<Name> }
  | { readonly ok: false; readonly fields: readonly { readonly field: string; readonly message: string }[] }

/** Reads what the model filled in. It leaves a field out by null and by empty words, too. */
export function readArguments<Name extends AgentFunctionName>(name: Name, given: unknown): ReadArguments<Name> {
  const parsed = argumentSchemas[name].safeParse(withoutGaps(given))
  if (parsed.success) return { ok: true, values: parsed.data as FunctionArguments<Name> }
  const fields = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
  return { ok: false, fields: fields.slice(0, 10) }
}

function withoutGaps(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  const filled = Object.entries(given).map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value])
  return Object.fromEntries(filled.filter(([, value]) => value !== null && value !== ''))
}
