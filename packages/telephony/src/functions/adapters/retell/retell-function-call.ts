import { type PhoneNumber, safeParsePhoneNumber } from '@cloudgreet/core'
import { z } from 'zod'

import { parseWebhookBody } from '../../../webhooks/domain/parse-webhook-body.ts'

/** Who talks to which agent. */
export interface AgentCall {
  readonly providerCallId: string
  readonly agentId: string | undefined
  /** Our number of the call. */
  readonly ourNumber: string | undefined
  /** The other side's; null for a web call and a withheld number. */
  readonly person: PhoneNumber | null
}

export type FunctionCallReading =
  | { readonly ok: true; readonly call: AgentCall; readonly args: unknown }
  | { readonly ok: false; readonly code: 'not_json' | 'schema_mismatch' | 'call_missing' | 'name_mismatch' }

const text = z.string().max(255).nullish().catch(null)
const callSchema = z.object({
  call_id: z.string().min(1).max(255),
  agent_id: text,
  direction: text,
  from_number: text,
  to_number: text,
})
const wrapped = z.looseObject({ name: z.string().optional(), call: callSchema, args: z.unknown() })

/** The long part of a call, which nobody reads here. */
const dropped: ReadonlySet<string> = new Set(['transcript_object', 'transcript_with_tool_calls'])

/**
 * Reads the verified body of a custom function: `{name, call, args}`.
 *
 * With Retell's `args_at_root` the body holds the arguments alone. Nothing signed then says whose call it is, so it is
 * refused as `call_missing`. The signature covers the body and not the path, so a body that names another function
 * than the path is refused, too.
 */
export function readRetellFunctionCall(name: string, body: Uint8Array): FunctionCallReading {
  const parsed = parseWebhookBody(body, dropped)
  if (!parsed.ok) return { ok: false, code: 'not_json' }
  const { value } = parsed
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { ok: false, code: 'schema_mismatch' }
  if (!('call' in value)) return { ok: false, code: 'call_missing' }
  const payload = wrapped.safeParse(value)
  if (!payload.success) return { ok: false, code: 'schema_mismatch' }
  if (payload.data.name !== undefined && payload.data.name !== name) return { ok: false, code: 'name_mismatch' }
  return { ok: true, call: toAgentCall(payload.data.call), args: payload.data.args ?? {} }
}

function toAgentCall(call: z.output<typeof callSchema>): AgentCall {
  const isOutbound = call.direction === 'outbound'
  const person = isOutbound ? call.to_number : call.from_number
  return {
    providerCallId: call.call_id,
    agentId: call.agent_id ?? undefined,
    ourNumber: (isOutbound ? call.from_number : call.to_number) ?? undefined,
    person: (person && safeParsePhoneNumber(person)) || null,
  }
}
