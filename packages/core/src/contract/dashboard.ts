import { z } from 'zod'

import { businessSummarySchema } from './accounts.ts'
import { appointmentSchema, callSchema, messageSchema } from './conversations.ts'
import { instantSchema } from './fields.ts'

export const dashboardStatsSchema = z.object({
  callsToday: z.number().int(),
  callsLast7Days: z.number().int(),
  /** Share of the last 7 days' finished calls that were answered, 0 to 1; null when there were none. */
  answeredShare: z.number().nullable(),
  bookedLast7Days: z.number().int(),
  liveCalls: z.number().int(),
  messagesToday: z.number().int(),
  /** Calls and bookings of each of the last 14 days in the business's time zone, oldest first. */
  days: z.array(z.object({ date: z.iso.date(), calls: z.number().int(), booked: z.number().int() })),
})
export type DashboardStats = z.infer<typeof dashboardStatsSchema>

/** The business as its owner sees and edits it. */
export const businessSchema = businessSummarySchema.extend({
  forwardNumber: z.string().nullable(),
  website: z.string().nullable(),
  industry: z.string().nullable(),
  timeZone: z.string(),
  greeting: z.string().nullable(),
  services: z.array(z.string()),
  agentPaused: z.boolean(),
  createdAt: instantSchema,
})
export type Business = z.infer<typeof businessSchema>

export const dashboardSchema = z.object({
  business: businessSchema,
  stats: dashboardStatsSchema,
  recentCalls: z.array(callSchema),
  appointments: z.array(appointmentSchema),
  messages: z.array(messageSchema),
  /** The newest event that this answer includes: connect the live stream with `?after=` it. */
  seq: z.number().int(),
})
export type Dashboard = z.infer<typeof dashboardSchema>

export const insightsSchema = z.object({
  status: z.enum(['ready', 'empty']),
  /** Why it is empty: `disabled`, `no_calls`, `too_few_calls`, `no_transcripts`, `quota_exceeded`, `failed`. */
  reason: z.string().optional(),
  source: z.enum(['model', 'rules']),
  generatedAt: instantSchema,
  insights: z.array(
    z.object({
      title: z.string(),
      detail: z.string(),
      evidence: z.array(z.object({ callId: z.string(), quote: z.string() })),
    }),
  ),
  metrics: z.record(z.string(), z.number()),
})
export type Insights = z.infer<typeof insightsSchema>
