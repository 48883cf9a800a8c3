import type { EmailAddress } from '../../kernel/domain/email-address.ts'
import type { BusinessId, RegistrationId, UserId } from '../../kernel/domain/ids.ts'
import type { PhoneNumber } from '../../kernel/domain/phone-number.ts'

/** What a person fills in, parsed. */
export interface RegistrationForm {
  readonly businessName: string
  readonly email: EmailAddress
  readonly password: string
  /** The owner's own phone; calls are forwarded to it. */
  readonly phone?: PhoneNumber | undefined
  readonly website?: string | undefined
  readonly industry?: string | undefined
  /** IANA name. Default: `America/New_York`. */
  readonly timeZone?: string | undefined
  readonly acceptTerms: true
  readonly smsConsent?: boolean | undefined
  /** Made by a monitor: marked in every row, counted nowhere. */
  readonly synthetic?: boolean | undefined
}

/** Where and how the form was sent: evidence of the consent in it. */
export interface RegistrationEvidence {
  readonly ip?: string | undefined
  readonly userAgent?: string | undefined
  readonly route: string
  readonly formVersion: string
}

export interface RegisteredBusiness {
  readonly id: BusinessId
  readonly businessName: string
  readonly phoneNumber: PhoneNumber
  readonly retellAgentId: string
}

export type RegistrationStatus =
  | { readonly status: 'provisioning'; readonly registrationId: RegistrationId }
  | {
      readonly status: 'active'
      readonly registrationId: RegistrationId
      readonly userId: UserId
      readonly business: RegisteredBusiness
    }
  | {
      readonly status: 'failed'
      readonly registrationId: RegistrationId
      /** `email_exists`, `no_available_numbers`, `upstream_timeout`, … */
      readonly code: string
      readonly detail: string
    }
