import { z } from 'zod'

import { businessSummarySchema } from './accounts.ts'
import { agentStateSchema } from './agents.ts'
import { appointmentSchema, callSchema, messageSchema } from './conversations.ts'
import { instantSchema, phoneSchema, timeZoneSchema } from './fields.ts'

export const dashboardStatsSchema = z.object({
  callsToday: z.number().int(),
  callsLast7Days: z.number().int(),
  /** Share of the last 7 days' finished calls that were answered, 0 to 1; null when there were none. */
  answeredShare: z.number().nullable(),
  /** Of the last 7 days' calls: answered or transferred, among those and the ones with no answer, busy or failed. */
  successRate: z.number().nullable(),
  bookedLast7Days: z.number().int(),
  liveCalls: z.number().int(),
  messagesToday: z.number().int(),
  /** Calls and bookings of each of the last 14 days in the business's time zone, oldest first. */
  days: z.array(z.object({ date: z.iso.date(), calls: z.number().int(), booked: z.number().int() })),
})
export type DashboardStats = z.infer<typeof dashboardStatsSchema>

const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time like 09:00.')

/** When one day is open; several spans leave room for a break. */
const openSpanSchema = z
  .object({ opens: timeOfDaySchema, closes: timeOfDaySchema })
  .refine(({ opens, closes }) => opens < closes, { message: 'Close later than you open.', path: ['closes'] })
const daySchema = z.array(openSpanSchema).max(4)

/** Opening hours in the business's time zone; a day left out is closed. */
export const businessHoursSchema = z.object({
  monday: daySchema.optional(),
  tuesday: daySchema.optional(),
  wednesday: daySchema.optional(),
  thursday: daySchema.optional(),
  friday: daySchema.optional(),
  saturday: daySchema.optional(),
  sunday: daySchema.optional(),
})
export type BusinessHours = z.infer<typeof businessHoursSchema>

export const bookingRulesSchema = z.object({
  /** Length of one appointment. */
  durationMinutes: z.number().int().min(5).max(480).optional(),
  /** Nothing is booked sooner than this. */
  noticeMinutes: z.number().int().min(0).max(43_200).optional(),
  /** Nothing is booked later than this. */
  horizonDays: z.number().int().min(1).max(365).optional(),
  /** Pause between two appointments. */
  bufferMinutes: z.number().int().min(0).max(240).optional(),
  /** Days on which the business is closed whatever its hours say. */
  closedDates: z.array(z.iso.date()).max(100).optional(),
  /** Length of appointments for these services, where it is another. */
  serviceMinutes: z.record(z.string().max(80), z.number().int().min(5).max(480)).optional(),
})
export type BookingRules = z.infer<typeof bookingRulesSchema>

/** The business as its owner sees and edits it. */
export const businessSchema = businessSummarySchema.extend({
  forwardNumber: z.string().nullable(),
  website: z.string().nullable(),
  industry: z.string().nullable(),
  timeZone: z.string(),
  greeting: z.string().nullable(),
  services: z.array(z.string()),
  hours: businessHoursSchema.nullable(),
  bookingRules: bookingRulesSchema.nullable(),
  agentPaused: z.boolean(),
  /** Whether the calls are read for insights. */
  insightsEnabled: z.boolean(),
  /** How the agent was last found. */
  agentStatus: agentStateSchema,
  createdAt: instantSchema,
})
export type Business = z.infer<typeof businessSchema>

/** Fields left out stay as they are; unknown fields are refused. */
export const updateBusinessRequestSchema = z
  .strictObject({
    businessName: z.string().trim().min(1, 'Fill this in.').max(120),
    forwardNumber: phoneSchema.nullable(),
    website: z.string().trim().max(300).nullable(),
    industry: z.string().trim().max(80).nullable(),
    timeZone: timeZoneSchema,
    greeting: z.string().trim().min(1, 'Fill this in.').max(600).nullable(),
    services: z.array(z.string().trim().min(1).max(80)).max(50),
    hours: businessHoursSchema,
    bookingRules: bookingRulesSchema,
    agentPaused: z.boolean(),
    insightsEnabled: z.boolean(),
  })
  .partial()
export type UpdateBusinessRequest = z.output<typeof updateBusinessRequestSchema>

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
