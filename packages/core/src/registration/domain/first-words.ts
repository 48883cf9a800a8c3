import type { DesiredAgent } from '../../agents/ports/agent-provisioner.ts'
import type { RegistrationAttempt } from './registration.ts'

/**
 * The agent that a new business gets until its owner changes it. Its first words say that it is an AI (FCC 24-17)
 * and that the call is recorded (two-party consent states).
 */
export function toDesiredAgent({ businessId, profile }: RegistrationAttempt): DesiredAgent {
  const { businessName, industry } = profile
  const trade = industry === undefined ? '' : `, a business in ${industry}`
  return {
    businessId,
    businessName,
    greeting: `Thank you for calling ${businessName}. I am an AI assistant, and this call is recorded. How can I help you?`,
    prompt:
      `You answer the telephone for ${businessName}${trade}. Be brief and friendly. Find out who calls and why, ` +
      'book an appointment or take a message, and never invent prices, times or promises.',
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
