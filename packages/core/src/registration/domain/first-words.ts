import type { AgentSettings } from '../../agents/ports/agent-settings.ts'
import type { RegistrationAttempt } from './registration.ts'

/** Time zone of a business that has named none. */
const defaultTimeZone = 'America/New_York'

/** The settings of a new business, until its owner changes them. */
export function toAgentSettings({ businessId, profile }: RegistrationAttempt): AgentSettings {
  return {
    businessId,
    businessName: profile.businessName,
    industry: profile.industry ?? null,
    timeZone: profile.timeZone ?? defaultTimeZone,
    greeting: null,
    services: [],
    hours: null,
    bookingRules: null,
    hasForwardNumber: profile.phone !== undefined,
  }
}

/** The mail that tells the owner the new number. */
export function toWelcomeText(
  { profile }: RegistrationAttempt,
  phoneNumber: string,
): { subject: string; text: string } {
  return {
    subject: `${profile.businessName} is ready on CloudGreet`,
    text: [
      `Your number is ${phoneNumber}. Call it: your assistant answers.`,
      'Log in with this email address and your password to see calls and messages as they happen.',
    ].join('\n\n'),
  }
}
