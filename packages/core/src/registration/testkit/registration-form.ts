import { parseEmailAddress } from '../../kernel/domain/email-address.ts'
import { parsePhoneNumber } from '../../kernel/domain/phone-number.ts'
import type { RegistrationEvidence, RegistrationForm } from '../domain/registration.ts'

/** A form as a person fills it in. */
export function registrationForm(changes: Partial<RegistrationForm> = {}): RegistrationForm {
  return {
    businessName: 'Fictional Plumbing',
    email: parseEmailAddress('owner@example.com'),
    password: 'correct horse canary battery',
    phone: parsePhoneNumber('+13125550142'),
    acceptTerms: true,
    smsConsent: true,
    ...changes,
  }
}

export const registrationEvidence: RegistrationEvidence = {
  ip: '192.0.2.7',
  userAgent: 'Example/1.0',
  route: '/register-simple',
  formVersion: '2026-01',
}
