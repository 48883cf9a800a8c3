import { z } from 'zod'

import { emailSchema, idSchema, instantSchema, phoneSchema, timeZoneSchema } from './fields.ts'

const trimmed = (longest: number) => z.string().trim().min(1, 'Fill this in.').max(longest)

/** 8 characters to 1,024 bytes (OWASP ASVS 6.2.1, 6.2.9). */
export const passwordSchema = z
  .string()
  .min(8, 'Use at least 8 characters.')
  .refine((text) => new TextEncoder().encode(text).length <= 1_024, 'Use at most 1,024 bytes.')

export const registerRequestSchema = z.object({
  businessName: trimmed(120),
  email: emailSchema,
  password: passwordSchema,
  phone: phoneSchema.optional(),
  website: z.string().trim().max(300).optional(),
  industry: z.string().trim().max(80).optional(),
  timeZone: timeZoneSchema.optional(),
  acceptTerms: z.literal(true, { message: 'Accept the terms to register.' }),
  smsConsent: z.boolean().optional(),
})
export type RegisterRequest = z.input<typeof registerRequestSchema>

export const roleSchema = z.enum(['owner', 'sales', 'admin'])
export const userSchema = z.object({ id: idSchema, email: z.string(), role: roleSchema })
export type User = z.infer<typeof userSchema>

export const businessSummarySchema = z.object({
  id: idSchema,
  businessName: z.string(),
  phoneNumber: z.string().nullable(),
  retellAgentId: z.string().nullable(),
  status: z.enum(['provisioning', 'active', 'closed']),
})
export type BusinessSummary = z.infer<typeof businessSummarySchema>

/** What register and login answer. `refreshToken` only when the request has `X-CloudGreet-Client: token`. */
export const sessionSchema = z.object({
  token: z.string(),
  expiresAt: instantSchema,
  refreshToken: z.string().optional(),
  user: userSchema,
  business: businessSummarySchema.nullable(),
})
export type Session = z.infer<typeof sessionSchema>

export const provisioningSchema = z.object({
  registrationId: idSchema,
  registrationToken: z.string(),
  status: z.literal('provisioning'),
})
export type Provisioning = z.infer<typeof provisioningSchema>

export const registrationStatusSchema = z.object({
  status: z.enum(['provisioning', 'active', 'failed']),
  code: z.string().optional(),
  detail: z.string().optional(),
  business: businessSummarySchema.optional(),
})
export type RegistrationProgress = z.infer<typeof registrationStatusSchema>

export const loginRequestSchema = z.object({ email: z.string().max(320), password: z.string().max(1_024) })
export type LoginRequest = z.infer<typeof loginRequestSchema>

export const refreshRequestSchema = z.object({ refreshToken: z.string().max(512).optional() })
export type RefreshRequest = z.infer<typeof refreshRequestSchema>

export const ticketSchema = z.object({ ticket: z.string(), expiresAt: instantSchema })
export type Ticket = z.infer<typeof ticketSchema>
