import { toWelcomeText } from './domain/first-words.ts'
import type { RegistrationAttempt } from './domain/registration.ts'
import type { RegistrationDependencies } from './registration-dependencies.ts'

type Dependencies = Pick<RegistrationDependencies, 'gate' | 'mailer' | 'logger'>

/** A person who may not be written to stays registered without the mail; the mailer sends once under the key. */
export async function sendWelcomeMail(
  { gate, mailer, logger }: Dependencies,
  attempt: RegistrationAttempt,
  { phoneNumber, idempotencyKey }: { readonly phoneNumber: string; readonly idempotencyKey: string },
): Promise<void> {
  const { businessId, profile } = attempt
  const request = { businessId, address: profile.email, channel: 'email', purpose: 'transactional' } as const
  const decision = await gate.open({ ...request, intentKey: idempotencyKey })
  if (!decision.allowed) {
    logger.warn('Welcome mail not allowed', { registrationId: attempt.id, reasons: decision.reasons })
    return
  }
  await mailer.send(decision.permit, { to: profile.email, ...toWelcomeText(attempt, phoneNumber), idempotencyKey })
}
