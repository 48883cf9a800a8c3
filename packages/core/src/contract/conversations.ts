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

/** Putting the call through to a person. It only moves on: a try that reached somebody outweighs those given up. */
export const callTransferSchema = z.object({
  /** Warm: the agent stays until both are connected. Null: the vendor did not say. */
  kind: z.enum(['warm', 'cold']).nullable(),
  state: z.enum(['requested', 'started', 'cancelled', 'bridged', 'ended']),
  /** A number or a SIP URI. */
  destination: z.string().nullable(),
  startedAt: instantSchema.nullable(),
  bridgedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
})
export type CallTransfer = z.infer<typeof callTransferSchema>

/** Where the recording is. `expired`: its address no longer works; `pending`: it may still come. */
export const callRecordingSchema = z.object({
  state: z.enum(['available', 'expired', 'not_stored', 'pending']),
  url: z.string().nullable(),
  /** Null: never. */
  expiresAt: instantSchema.nullable(),
})
export type CallRecording = z.infer<typeof callRecordingSchema>

export const callSchema = z.object({
  id: idSchema,
  direction: z.enum(['inbound', 'outbound']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  status: z.enum(['registered', 'ongoing', 'ended', 'not_connected', 'error']),
  outcome: callOutcomeSchema.nullable(),
  /** What the outcome counts for in the success rate; null: for neither side, or not ended yet. */
  success: z.boolean().nullable(),
  /** The vendor's reason in its own word: `user_hangup`. */
  disconnectionReason: z.string().nullable(),
  /** Over without ever having connected. */
  neverConnected: z.boolean(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  durationMs: z.number().int().nullable(),
  transfer: callTransferSchema.nullable(),
  recording: callRecordingSchema,
  summary: z.string().nullable(),
  sentiment: z.string().nullable(),
  hasTranscript: z.boolean(),
})
export type Call = z.infer<typeof callSchema>

/** Why the call ended, in words; `advice` is what can be done about it, null when nothing. */
export const callExplanationSchema = z.object({ text: z.string(), advice: z.string().nullable() })
export type CallExplanation = z.infer<typeof callExplanationSchema>

export const recordingVariantSchema = z.object({
  kind: z.enum(['multi_channel', 'scrubbed', 'scrubbed_multi_channel']),
  url: z.string(),
})
export type RecordingVariant = z.infer<typeof recordingVariantSchema>

/** A call with its words. */
export const callDetailSchema = callSchema.extend({
  transcript: z.array(transcriptTurnSchema),
  /** Null while the call goes on. */
  explanation: callExplanationSchema.nullable(),
  /** Other forms of the recording; they expire with it. */
  recordingVariants: z.array(recordingVariantSchema),
  /** Why the agent did not take it: `agent_timeout`, `agent_paused`, …; null when it did, or never had to. */
  failoverReason: z.string().nullable(),
})
export type CallDetail = z.infer<typeof callDetailSchema>

const timeRange = {
  /** Calls that began at this instant or later. */
  from: z.iso.datetime({ offset: true }).optional(),
  /** Calls that began before this instant. */
  to: z.iso.datetime({ offset: true }).optional(),
}

/** Which calls a list or an export shows; all of them when nothing is given. */
export const callFilterSchema = z.object({
  outcome: callOutcomeSchema.optional(),
  direction: callSchema.shape.direction.optional(),
  /** `false`: only calls that ended without ever having connected; `true`: all others. */
  connected: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
  ...timeRange,
})
export type CallFilter = z.input<typeof callFilterSchema>

export const callSummaryQuerySchema = z.object(timeRange)

/** What a business's calls came to. */
export const callSummarySchema = z.object({
  calls: z.number().int(),
  /** Calls of each outcome; outcomes without a call are 0, calls that go on are in none. */
  outcomes: z.record(callOutcomeSchema, z.number().int()),
  /** Answered or transferred. */
  successes: z.number().int(),
  /** No answer, busy or failed. */
  failures: z.number().int(),
  /** `successes / (successes + failures)`, 0 to 1; null when there were neither. */
  successRate: z.number().nullable(),
  neverConnected: z.number().int(),
  /** Calls with a recording, also one whose address expired. */
  recorded: z.number().int(),
  transcribed: z.number().int(),
  /** The vendors' own words for the end of calls, the commonest first. */
  reasons: z.array(z.object({ reason: z.string(), outcome: callOutcomeSchema, calls: z.number().int() })),
})
export type CallSummary = z.infer<typeof callSummarySchema>

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

/** Why a text did not arrive, and what its owner can do. */
export const deliveryFailureSchema = z.object({
  /** Stable: `recipient_opted_out`, `recipient_unreachable`, `sender_not_verified`, `no_final_event`, … */
  code: z.string(),
  /**
   * `terminal_opt_out`: they wished so; `retry_later`: the same text may arrive later; `fix_configuration`: ours to
   * mend first; `never`: the same text will not arrive.
   */
  class: z.enum(['terminal_opt_out', 'retry_later', 'fix_configuration', 'never']),
  text: z.string(),
  nextAction: z.string(),
  /** The provider's own code: `40300`. */
  providerCode: z.string().nullable(),
})
export type DeliveryFailure = z.infer<typeof deliveryFailureSchema>

export const messageSchema = z.object({
  id: idSchema,
  direction: z.enum(['inbound', 'outbound']),
  from: z.string(),
  to: z.string(),
  text: z.string(),
  status: messageStatusSchema,
  /** The vendor's error code when it was not delivered: `40300`. */
  errorCode: z.string().nullable(),
  failure: deliveryFailureSchema.nullable(),
  /** Parts that the carriers count and charge; our own count until the vendor has told its. */
  segments: z.number().int().nullable(),
  /** `GSM-7` or `UCS-2`. */
  encoding: z.string().nullable(),
  /** What the vendor charges for all parts. */
  cost: z.object({ amount: z.string(), currency: z.string() }).nullable(),
  /** When the status became final; null while a text of ours is on its way, and for a text that came in. */
  finalAt: instantSchema.nullable(),
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

export const messagePreviewRequestSchema = z.object({ text: z.string().max(1_600) })
export type MessagePreviewRequest = z.input<typeof messagePreviewRequestSchema>

/** What a text would cost on the wire. */
export const messagePreviewSchema = z.object({
  /** One character outside GSM 03.38 makes the whole text UCS-2. */
  encoding: z.enum(['GSM-7', 'UCS-2']),
  segments: z.number().int(),
  /** What counts against the limit: with GSM-7 `€` counts twice, with UCS-2 most emoji do. */
  characters: z.number().int(),
  /** How many more go into the last segment. */
  remaining: z.number().int(),
})
export type MessagePreview = z.infer<typeof messagePreviewSchema>

/** Whether a person may be texted, and why. */
export const threadConsentSchema = z.object({
  state: z.enum(['opted_in', 'opted_out', 'provider_block', 'unknown']),
  /** What decided last: `stop`, `start`, `consent_granted`, `provider_blocked`, …; null without a record. */
  decidedBy: z.string().nullable(),
  decidedAt: instantSchema.nullable(),
  /** What led here, oldest first. */
  reasons: z.array(z.string()),
  /** Why no reply by hand may be sent now; empty when one may. */
  replyRefusals: z.array(z.string()),
})
export type ThreadConsent = z.infer<typeof threadConsentSchema>

/** All texts with one person. */
export const messageThreadSchema = z.object({
  /** The person's number. */
  number: z.string(),
  lastMessage: messageSchema,
  messageCount: z.number().int(),
  consent: threadConsentSchema,
})
export type MessageThread = z.infer<typeof messageThreadSchema>

/** One thread's texts, the newest first. A number without texts has none. */
export const messageThreadPageSchema = z.object({
  number: z.string(),
  consent: threadConsentSchema,
  items: z.array(messageSchema),
  nextCursor: z.string().nullable(),
})
export type MessageThreadPage = z.infer<typeof messageThreadPageSchema>

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
