import type { ConsentRecord } from '../contact/ports/consent-recorder.ts'
import type { RegistrationAttempt } from './domain/registration.ts'
import type { RegistrationDependencies } from './registration-dependencies.ts'
import type { SagaStep } from './saga-step.ts'

/**
 * Proof of what the owner agreed to. Nothing undoes it: that the form was sent stays true, the ledger only grows,
 * and a business that is gone again contacts nobody.
 */
export function consentStep({ consents }: Pick<RegistrationDependencies, 'consents'>): SagaStep {
  return {
    name: 'consent',
    run: async ({ attempt }) => {
      for (const record of [onboardingRecord(attempt), ...smsRecords(attempt)]) await consents.record(record)
      return {}
    },
    undo: async () => {},
  }
}

function onboardingRecord(attempt: RegistrationAttempt): ConsentRecord {
  const { profile } = attempt
  return {
    ...common(attempt, profile.email),
    channel: 'email',
    type: 'onboarding_submitted',
    occurredAt: attempt.createdAt,
    idempotencyKey: `${attempt.id}:onboarding_submitted`,
  }
}

function smsRecords(attempt: RegistrationAttempt): ConsentRecord[] {
  const { phone, smsConsent } = attempt.profile
  if (smsConsent !== true || phone === undefined) return []
  return [
    {
      ...common(attempt, phone),
      channel: 'sms',
      type: 'consent_granted',
      occurredAt: attempt.createdAt,
      idempotencyKey: `${attempt.id}:consent_granted`,
    },
  ]
}

function common({ id, businessId, profile, evidence }: RegistrationAttempt, address: string) {
  return {
    businessId,
    address,
    synthetic: profile.synthetic ?? false,
    metadata: {
      registrationId: id,
      request: { from: address, ip: evidence.ip, userAgent: evidence.userAgent, route: evidence.route },
      formVersion: evidence.formVersion,
      acceptedTerms: profile.acceptTerms,
      smsConsent: profile.smsConsent ?? false,
    },
  }
}
