import { z } from 'zod'

import { holdScopes } from '../operations/domain/hold.ts'
import { idSchema, instantSchema } from './fields.ts'

export const holdScopeSchema = z.enum(holdScopes)

/** One owner's wish that something rests; it rests until every owner has released. */
export const holdSchema = z.object({
  id: idSchema,
  scope: holdScopeSchema,
  owner: z.string(),
  reason: z.string(),
  openedBy: z.string(),
  openedAt: instantSchema,
  released: z.object({ by: z.string(), reason: z.string(), at: instantSchema }).nullable(),
})
export type HoldEntry = z.infer<typeof holdSchema>

/** Opens an owner's hold, or releases it. */
export const holdRequestSchema = z.object({
  scope: holdScopeSchema,
  /** Who holds: `monitor:voice-agent`, `incident:1042`. Only the same owner releases. */
  owner: z.string().trim().min(1, 'Name the owner.').max(120),
  reason: z.string().trim().min(1, 'Say why.').max(500),
})
export type HoldRequest = z.input<typeof holdRequestSchema>
