import { type PhoneNumber, safeParsePhoneNumber } from '@cloudgreet/core'
import { z } from 'zod'

import { parseWebhookBody } from '../../../webhooks/domain/parse-webhook-body.ts'

export type InboundCallReading =
  | {
      readonly ok: true
      readonly agentId: string | undefined
      /** Our number, as Retell writes it. */
      readonly number: string
      /** Null for a withheld number. */
      readonly caller: PhoneNumber | null
    }
  | { readonly ok: false; readonly code: 'not_json' | 'schema_mismatch' }

const text = z.string().max(255).nullish().catch(null)
const inboundSchema = z.object({
  call_inbound: z.object({ to_number: z.string().max(32), from_number: text, agent_id: text }),
})

/** Reads the verified body of Retell's inbound-call webhook. */
export function readRetellInboundCall(body: Uint8Array): InboundCallReading {
  const parsed = parseWebhookBody(body)
  if (!parsed.ok) return { ok: false, code: 'not_json' }
  const payload = inboundSchema.safeParse(parsed.value)
  if (!payload.success) return { ok: false, code: 'schema_mismatch' }
  const { to_number: number, from_number: from, agent_id: agentId } = payload.data.call_inbound
  return { ok: true, number, agentId: agentId ?? undefined, caller: (from && safeParsePhoneNumber(from)) || null }
}
