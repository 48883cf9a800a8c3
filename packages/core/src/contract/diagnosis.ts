import { z } from 'zod'

import { idSchema } from './fields.ts'
import { webhookTrafficSchema } from './webhooks.ts'

/** Whether a vendor takes the key that the server has. */
export const credentialReportSchema = z.object({
  vendor: z.enum(['retell', 'telnyx']),
  /** `no_response`: nobody answered in 10 s, or nothing listens; `failed`: another answer, see `status`. */
  state: z.enum(['ok', 'invalid_key', 'forbidden', 'rate_limited', 'no_response', 'failed', 'off']),
  /** HTTP status of the vendor's answer. */
  status: z.number().int().nullable(),
  latencyMs: z.number().int().nullable(),
  /** What to do about it; never the key. */
  detail: z.string(),
})
export type CredentialReport = z.infer<typeof credentialReportSchema>

/** How the server stands with its vendors. */
export const doctorReportSchema = z.object({
  healthy: z.boolean(),
  credentials: z.array(credentialReportSchema),
  /** How many secrets or public keys of each kind the server accepts webhooks by. */
  webhookSecrets: z.array(
    z.object({ vendor: z.enum(['retell', 'telnyx']), kind: z.string(), count: z.number().int() }),
  ),
  webhooks: z.record(z.string(), webhookTrafficSchema),
})
export type DoctorReport = z.infer<typeof doctorReportSchema>

/** Why calls of a business may not connect. */
export const diagnosisCodeSchema = z.enum([
  'no_agent',
  'number_missing',
  'agent_paused',
  'provider_key_invalid',
  'provider_unreachable',
  'agent_inactive',
  'number_not_connected',
  'agent_drifted',
  'webhooks_refused',
  'no_webhooks_received',
  'calls_failing',
  'healthy',
])

export const findingSchema = z.object({
  code: diagnosisCodeSchema,
  text: z.string(),
  /** The figures that the finding rests on. */
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** What to run or to do next. */
  command: z.string(),
})
export type Finding = z.infer<typeof findingSchema>

/** The most likely cause first; only `healthy` when there is none. */
export const diagnosisSchema = z.object({
  businessId: idSchema,
  healthy: z.boolean(),
  findings: z.array(findingSchema),
})
export type Diagnosis = z.infer<typeof diagnosisSchema>
