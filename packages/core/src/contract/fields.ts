import { z } from 'zod'

import { safeParseEmailAddress } from '../kernel/domain/email-address.ts'
import { safeParsePhoneNumber } from '../kernel/domain/phone-number.ts'

/** An id in a path or an answer. */
export const idSchema = z.uuid()

/** A moment, ISO 8601 in UTC. */
export const instantSchema = z.iso.datetime()

/** Trimmed and normalised: `  Ana@Example.COM ` is `ana@example.com`. */
export const emailSchema = z.string().transform((text, context) => {
  const address = safeParseEmailAddress(text)
  if (address !== undefined) return address
  context.addIssue({ code: 'custom', message: 'Write an email address like name@example.com.' })
  return z.NEVER
})

/** Any usual spelling of a US number, or E.164. */
export const phoneSchema = z.string().transform((text, context) => {
  const number = safeParsePhoneNumber(text)
  if (number !== undefined) return number
  context.addIssue({ code: 'custom', message: 'Write a telephone number like +1 312 555 0100.' })
  return z.NEVER
})

export const timeZoneSchema = z
  .string()
  .refine(isTimeZone, { message: 'Write an IANA time zone like America/Chicago.' })

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
