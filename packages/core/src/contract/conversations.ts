import { z } from 'zod'

import { idSchema, instantSchema, phoneSchema } from './fields.ts'

/** One turn of a transcript; times in seconds from the start of the call. */
export const transcriptTurnSchema = z.object({
  role: z.enum(['agent', 'user', 'transfer_target']),
  content: z.string(),
  startSeconds: z.number().nullable(),
})
export type TranscriptTurn = z.infer<typeof transcriptTurnSchema>

/** How a call ended, for the business; null while it goes on. */
export const callOutcomeSchema = z.enum([
  'answered',
  'voicemail',
  'no_answer',
  'busy',
  'transferred',
  'failed',
  'other',
])

export const callSchema = z.object({
  id: idSchema,
  direction: z.enum(['inbound', 'outbound']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  status: z.enum(['registered', 'ongoing', 'ended', 'not_connected', 'error']),
  outcome: callOutcomeSchema.nullable(),
  /** The vendor's reason in its own word: `user_hangup`. */
  disconnectionReason: z.string().nullable(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  durationMs: z.number().int().nullable(),
  summary: z.string().nullable(),
  sentiment: z.string().nullable(),
  hasTranscript: z.boolean(),
})
export type Call = z.infer<typeof callSchema>

/** A call with its words. */
export const callDetailSchema = callSchema.extend({
  transcript: z.array(transcriptTurnSchema),
  recordingUrl: z.string().nullable(),
  /** Why the agent did not take it: `agent_timeout`, `agent_paused`, …; null when it did, or never had to. */
  failoverReason: z.string().nullable(),
})
export type CallDetail = z.infer<typeof callDetailSchema>

export const messageStatusSchema = z.enum([
  'received',
  'queued',
  'sending',
  'sent',
  'delivered',
  'delivery_unconfirmed',
  'delivery_failed',
  'sending_failed',
  'expired',
])

export const messageSchema = z.object({
  id: idSchema,
  direction: z.enum(['inbound', 'outbound']),
  from: z.string(),
  to: z.string(),
  text: z.string(),
  status: messageStatusSchema,
  /** The vendor's error code when it was not delivered: `40300`. */
  errorCode: z.string().nullable(),
  /** What an inbound text was taken for. */
  intent: z.enum(['stop', 'help', 'start', 'review', 'none']).nullable(),
  createdAt: instantSchema,
})
export type Message = z.infer<typeof messageSchema>

/** A reply by hand. */
export const sendMessageRequestSchema = z.object({
  to: phoneSchema,
  text: z.string().trim().min(1, 'Write the text.').max(1_600),
})
export type SendMessageRequest = z.input<typeof sendMessageRequestSchema>

export const appointmentSchema = z.object({
  id: idSchema,
  customerName: z.string(),
  customerPhone: z.string().nullable(),
  service: z.string().nullable(),
  startsAt: instantSchema,
  endsAt: instantSchema,
  status: z.enum(['booked', 'cancelled', 'completed']),
})
export type Appointment = z.infer<typeof appointmentSchema>

/** The owner books by hand. */
export const bookAppointmentRequestSchema = z.strictObject({
  /** ISO 8601; without an offset, a time of the business's wall clock. */
  startsAt: z.string().max(40),
  customerName: z.string().trim().min(1, 'Fill this in.').max(120),
  customerPhone: phoneSchema.nullable().optional(),
  service: z.string().trim().max(80).optional(),
  notes: z.string().trim().max(1_000).optional(),
})
export type BookAppointmentRequest = z.input<typeof bookAppointmentRequestSchema>

/** The owner moves an appointment, or cancels it. */
export const changeAppointmentRequestSchema = z.union([
  z.strictObject({ startsAt: z.string().max(40) }),
  z.strictObject({ status: z.literal('cancelled') }),
])
export type ChangeAppointmentRequest = z.input<typeof changeAppointmentRequestSchema>

/** What a caller asked the agent to pass on. */
export const callerMessageSchema = z.object({
  id: idSchema,
  callerName: z.string().nullable(),
  callbackNumber: z.string().nullable(),
  message: z.string(),
  urgent: z.boolean(),
  createdAt: instantSchema,
})
export type CallerMessage = z.infer<typeof callerMessageSchema>
