import { z } from 'zod'

import { idSchema } from './fields.ts'

/**
 * `active` answers as its business wishes; `paused` does not answer, as its owner wishes; `drifted` answers, but not as
 * wished; `inactive` exists, but no call reaches it; `missing` does not exist.
 */
export const agentStateSchema = z.enum(['active', 'paused', 'drifted', 'inactive', 'missing'])

export const agentDriftFieldSchema = z.enum([
  'missing',
  'not_published',
  'name',
  'greeting',
  'prompt',
  'voice',
  'time_zone',
  'functions',
  'webhook_url',
  'webhook_events',
  'webhook_timeout',
  'agent_not_recorded',
  'duplicate_agent',
  'no_number',
  'number_not_owned',
  'number_not_connected',
  'wrong_agent_on_number',
  'number_version_pinned',
  'inbound_webhook_url',
  'texts_not_connected',
  'answers_while_paused',
])

/** What is done about a drift; `by_hand`: nothing that is safe to do without asking. */
export const agentRepairKindSchema = z.enum([
  'create',
  'update',
  'record',
  'connect_number',
  'detach_agent',
  'remove_duplicate',
  'by_hand',
])

export const missingPhraseSchema = z.enum([
  'greeting_missing',
  'ai_disclosure_missing',
  'recording_disclosure_missing',
  'escalation_phrase_missing',
])

export const agentInspectionSchema = z.object({
  businessId: idSchema,
  state: agentStateSchema,
  /** The vendor's id; null when there is no agent. */
  agentId: z.string().nullable(),
  /** What is not as it should be. */
  drift: z.array(z.object({ field: agentDriftFieldSchema, repair: agentRepairKindSchema })),
  /** What callers do not hear from the agent as it answers now. */
  missingPhrases: z.array(missingPhraseSchema),
  /** For an operator's terminal. */
  repairCommand: z.string(),
})
export type AgentInspectionEntry = z.infer<typeof agentInspectionSchema>

export const agentReportSchema = agentInspectionSchema.extend({
  /** The latest call with words, by the same rules: a caller who asks for a person hears all phrases. */
  lastCall: z.object({ callId: idSchema, missingPhrases: z.array(missingPhraseSchema) }).nullable(),
})
export type AgentReport = z.infer<typeof agentReportSchema>

export const agentRepairSchema = z.object({
  /** What was not as it should be and was repaired; empty when nothing was to do. */
  repaired: z.array(agentDriftFieldSchema),
  agent: agentInspectionSchema,
})
export type AgentRepair = z.infer<typeof agentRepairSchema>
