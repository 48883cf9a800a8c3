import { z } from 'zod'

import { idSchema, instantSchema } from './fields.ts'
import { pageOf, pageQuerySchema } from './page.ts'

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

/** One delivery, without its bytes. */
export const inboxEventSchema = inboxEntrySchema.extend({
  account: z.string(),
  occurredAt: instantSchema.nullable(),
  bodyBytes: z.number().int(),
  /** SHA-256, hexadecimal. */
  bodyDigest: z.string(),
  firstFailedAt: instantSchema.nullable(),
  lastFailedAt: instantSchema.nullable(),
  nextAttemptAt: instantSchema.nullable(),
  /** The bytes as received, only with `?body=true`: personal data, whose reading is audited. */
  body: z.object({ encoding: z.enum(['utf8', 'base64']), content: z.string() }).optional(),
})
export type InboxEvent = z.infer<typeof inboxEventSchema>

/** How an event is replayed: the request to send. */
const replayRequestHintSchema = z.object({
  method: z.literal('POST'),
  path: z.string(),
  body: z.object({ ids: z.array(idSchema) }),
})

const deadLetterStatusSchema = z.enum(['dead', 'quarantined'])

/** A webhook that waits for an operator. */
export const deadLetterSchema = z.object({
  id: idSchema,
  provider: z.string(),
  eventKey: z.string(),
  eventType: z.string().nullable(),
  businessId: idSchema.nullable(),
  status: deadLetterStatusSchema,
  receivedAt: instantSchema,
  /** SQLSTATE, error code or name; for a quarantined one, why it is not readable. */
  errorClass: z.string().nullable(),
  attempts: z.number().int(),
  firstFailedAt: instantSchema,
  lastFailedAt: instantSchema,
  replay: replayRequestHintSchema,
})
export type DeadLetterEntry = z.infer<typeof deadLetterSchema>

export const deadLetterGroupSchema = z.object({
  errorClass: z.string().nullable(),
  status: deadLetterStatusSchema,
  count: z.number().int(),
  firstFailedAt: instantSchema,
  lastFailedAt: instantSchema,
})

export const deadLetterPageSchema = pageOf(deadLetterSchema).extend({
  /** All that fit the filters, by cause, the most frequent first. Null on later pages. */
  summary: z.array(deadLetterGroupSchema).nullable(),
})
export type DeadLetterPage = z.infer<typeof deadLetterPageSchema>

/** `from` and `to` are about the last failure; `to` is excluded. */
export const deadLetterQuerySchema = pageQuerySchema.extend({
  provider: z.string().max(64).optional(),
  status: deadLetterStatusSchema.optional(),
  businessId: idSchema.optional(),
  eventType: z.string().max(128).optional(),
  errorClass: z.string().max(128).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
export type DeadLetterQuery = z.input<typeof deadLetterQuerySchema>

const replayBoundSchema = z.union([z.iso.datetime({ offset: true }), idSchema])

const replayOptions = {
  businessId: idSchema.optional(),
  /** Count what would be tried, and change nothing. */
  dryRun: z.boolean().default(false),
  /** Why, for the journal. */
  note: z.string().max(500).optional(),
}

/**
 * Ids, or a range: two times of receipt (`to` excluded) or two ids (both included). With a `businessId`, nothing of
 * another business is touched.
 */
export const replayRequestSchema = z.union([
  z.strictObject({ ids: z.array(idSchema).min(1).max(1_000), ...replayOptions }),
  z.strictObject({
    from: replayBoundSchema,
    to: replayBoundSchema,
    provider: z.string().max(64).optional(),
    eventType: z.string().max(128).optional(),
    status: z.enum(['failed', 'dead', 'quarantined', 'unrouted']).optional(),
    ...replayOptions,
  }),
])
export type ReplayRequest = z.input<typeof replayRequestSchema>

const replayResultSchema = z.enum(['applied', 'already_applied', 'unrouted', 'failed', 'unreadable', 'not_found'])

export const replayedEventSchema = z.object({
  id: idSchema,
  result: replayResultSchema,
  errorClass: z.string().nullable(),
})

/** How far a replay has come. */
export const replaySchema = z.object({
  id: idSchema,
  status: z.enum(['running', 'finished']),
  actor: z.string(),
  /** What was asked for. */
  selection: z.record(z.string(), z.unknown()),
  note: z.string().nullable(),
  requestedAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  counts: z.record(replayResultSchema, z.number().int()),
  /** Events that still wait for their turn. */
  remaining: z.number().int(),
})
export type ReplayView = z.infer<typeof replaySchema>

/** What a replay would try, by status. */
export const replayPreviewSchema = z.object({
  dryRun: z.literal(true),
  total: z.number().int(),
  byStatus: z.record(z.string(), z.number().int()),
})

/** The replay, and for ids what became of each that is settled. */
export const replayAnswerSchema = replaySchema.extend({ results: z.array(replayedEventSchema).optional() })
export type ReplayAnswer = z.infer<typeof replayAnswerSchema>
