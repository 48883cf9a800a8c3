import { z } from 'zod'

import { idSchema, instantSchema } from './fields.ts'

export const healthSchema = z.object({ status: z.enum(['ok', 'unavailable', 'draining']), time: instantSchema })
export type Health = z.infer<typeof healthSchema>

const componentSchema = z.object({
  status: z.enum(['ok', 'degraded', 'unavailable', 'disabled']),
  latencyMs: z.number().nullable(),
  detail: z.string().optional(),
})

/** Traffic of one webhook provider, as this process saw it since its start. */
export const webhookTrafficSchema = z.object({
  countedSince: instantSchema,
  lastAcceptedAt: instantSchema.nullable(),
  lastRefusedAt: instantSchema.nullable(),
  lastRefusedReason: z.string().nullable(),
  accepted: z.number().int(),
  refused: z.number().int(),
  refusedByReason: z.record(z.string(), z.number().int()),
  /** Unsigned requests turned away by the flood guard. */
  rateLimited: z.number().int(),
})

export const holdScopeSchema = z.enum(['campaigns', 'cadences', 'marketing', 'paid_traffic'])

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

export const detailedHealthSchema = healthSchema.extend({
  components: z.record(z.string(), componentSchema),
  webhooks: z.record(z.string(), webhookTrafficSchema),
  stock: z.record(z.string(), z.number().int()),
  /** The open ones. */
  holds: z.array(holdSchema),
  maintenance: z.unknown().nullable(),
  alertLevels: z.record(z.string(), z.string()),
  warnings: z.array(z.string()),
})
export type DetailedHealth = z.infer<typeof detailedHealthSchema>

/** What a provider hears when its webhook was taken. */
export const webhookAnswerSchema = z.object({
  received: z.literal(true),
  duplicate: z.boolean(),
  ignored: z.literal(true).optional(),
})
export type WebhookAnswer = z.infer<typeof webhookAnswerSchema>

const webhookMistakeSchema = z.object({
  /** Stable: `body_reserialized`, `seconds_for_milliseconds`, `clock_skew`, … */
  code: z.string(),
  finding: z.string(),
  /** What to do next. */
  advice: z.string(),
})

/** A webhook whose signature was refused. For operators only. */
export const webhookRefusalSchema = z.object({
  id: idSchema,
  provider: z.enum(['retell', 'telnyx']),
  at: instantSchema,
  path: z.string(),
  reason: z.string(),
  detail: z.string(),
  /** Where it came from. */
  address: z.string(),
  bodyBytes: z.number().int(),
  /** SHA-256, hexadecimal. */
  bodyDigest: z.string(),
  /** How many keys of which variable were tried. */
  keysTried: z.array(z.object({ kind: z.string(), count: z.number().int() })),
  /** From the signature to our clock; negative for one from the future, null when no time can be read. */
  skewSeconds: z.number().int().nullable(),
  /** Null for a body over 1 MiB, and beyond 60 diagnoses a minute. */
  diagnosis: z
    .object({
      /** True when the signature fits a configured secret once the mistakes are undone. */
      isExplained: z.boolean(),
      mistakes: z.array(webhookMistakeSchema),
    })
    .nullable(),
})
export type WebhookRefusal = z.infer<typeof webhookRefusalSchema>

export const inboxEntrySchema = z.object({
  id: idSchema,
  provider: z.string(),
  eventKey: z.string(),
  eventType: z.string().nullable(),
  businessId: idSchema.nullable(),
  status: z.enum(['processed', 'unrouted', 'failed', 'dead', 'quarantined']),
  receivedAt: instantSchema,
  answeredStatus: z.number().int().nullable(),
  answeredAt: instantSchema.nullable(),
  attempts: z.number().int(),
  errorClass: z.string().nullable(),
})
export type InboxEntry = z.infer<typeof inboxEntrySchema>
